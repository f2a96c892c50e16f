namespace Spinner.Host.Configuration.Hocon;

/// <summary>The text is not HOCON. Unless it is fatal, the parser can go on after the entry.</summary>
internal sealed class HoconSyntaxException(ConfigError error, bool isFatal) : Exception(error.Message)
{
    public ConfigError Error { get; } = error;

    public bool IsFatal { get; } = isFatal;
}
