namespace Spinner.Protocol;

/// <summary>How a process ended: with a code, by a signal, or unknown (somebody else reaped it).</summary>
/// <param name="Code">The exit code, 0-255; null when it did not exit by itself.</param>
/// <param name="Signal">The name of the signal that ended it, such as <c>SIGKILL</c>; else null.</param>
public sealed record ExitStatus(int? Code, string? Signal)
{
    /// <summary>The process is gone, and nobody can say how.</summary>
    public static ExitStatus Unknown { get; } = new(null, null);

    /// <summary>It returned a code.</summary>
    public static ExitStatus Exited(int code) => new(code, null);

    /// <summary>A signal ended it.</summary>
    public static ExitStatus Signalled(string signal) => new(null, signal);

    /// <summary><c>exit code 1</c>, <c>SIGKILL</c> or <c>exit status unknown</c>.</summary>
    public override string ToString() => Code is { } code ? $"exit code {code}" : Signal ?? "exit status unknown";
}
