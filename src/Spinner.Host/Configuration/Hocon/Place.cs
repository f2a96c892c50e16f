namespace Spinner.Host.Configuration.Hocon;

/// <summary>Where something stands.</summary>
/// <param name="File">The file, as it is shown.</param>
/// <param name="Line">Counted from 1.</param>
internal sealed record Place(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";

    /// <summary>An error here.</summary>
    public ConfigError Error(string message, string? key = null) => new(File, Line, key, message);
}
