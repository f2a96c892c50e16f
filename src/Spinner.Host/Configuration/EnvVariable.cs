using Spinner.Host.Configuration.Hocon;

namespace Spinner.Host.Configuration;

/// <summary>A variable of an env-file.</summary>
internal sealed record EnvVariable(string Name, string Value, Place Place)
{
    /// <summary>As a value of <c>env</c>, whose errors then name the line of the env-file.</summary>
    public LocatedText Located => new(Place, Value, "***");
}
