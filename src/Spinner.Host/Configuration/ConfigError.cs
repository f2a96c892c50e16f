namespace Spinner.Host.Configuration;

/// <summary>Something wrong with a configuration, or worth a hint.</summary>
/// <param name="File">The file as the user named it, or as the file that includes it did.</param>
/// <param name="Line">Its line, counted from 1; null when it is about the whole file.</param>
/// <param name="Key">The key, a path with dots; null when it is about none.</param>
/// <param name="Message">What is wrong, with the value and what is allowed. Never a value of the environment.</param>
internal sealed record ConfigError(string File, int? Line, string? Key, string Message)
{
    /// <summary><c>file:line: key: message</c>.</summary>
    public override string ToString() => $"{File}:{(Line is { } line ? $"{line}:" : "")} {(Key is null ? "" : $"{Key}: ")}{Message}";
}
