using System.Configuration.Internal;

namespace Spinner.Host;

/// <summary>
/// The answer to Akka, which asks for a section of an app.config whenever a system is made: there is none, what is configured stands in one HOCON file. The
/// framework's own answer takes more than a thousand methods of XML and cryptography, to find out the name of a file that does not exist, and a MB of memory.
/// </summary>
internal sealed class NoAppConfig : IInternalConfigSystem
{
    public bool SupportsUserConfig => false;

    /// <summary>Puts it in the place of the framework's own, before anybody has asked.</summary>
    public static void Install()
    {
        // The interface is public, and meant for hosts that have a configuration of their own; the class that has it is not. Without it the question costs what it did.
        Type? factory = Type.GetType("System.Configuration.Internal.InternalConfigSettingsFactory, System.Configuration.ConfigurationManager");
        if (factory is not null && Activator.CreateInstance(factory, nonPublic: true) is IInternalConfigSettingsFactory settings)
            settings.SetConfigurationSystem(new NoAppConfig(), initComplete: true);
    }

    public object? GetSection(string configKey) => null;

    public void RefreshConfig(string sectionName)
    {
        // There is nothing to read again.
    }
}
