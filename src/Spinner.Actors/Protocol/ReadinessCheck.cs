using System.Collections.Immutable;

namespace Spinner.Protocol;

/// <summary>The ways to tell that a child is ready.</summary>
public enum ReadinessKind
{
    /// <summary>A process of the child listens on its endpoint; with <see cref="ListenMode.Inherit"/>: it accepts.</summary>
    Listen,

    /// <summary>A GET of a path is answered with a status of 200-399.</summary>
    Http,

    /// <summary>A line of its output matches a regular expression.</summary>
    LogLine,

    /// <summary>It sends <c>READY=1</c> to <c>NOTIFY_SOCKET</c>, as sd_notify(3) does.</summary>
    Notify,

    /// <summary>A command ends with exit code 0.</summary>
    Exec,

    /// <summary>Nothing: it is ready once it is spawned. For workers, which have no port.</summary>
    None,
}

/// <summary>What tells that a child is ready. What is left null has its default.</summary>
/// <param name="Kind">The way.</param>
public sealed record ReadinessCheck(ReadinessKind Kind)
{
    /// <summary>It listens on its endpoint (the default).</summary>
    public static ReadinessCheck Listen { get; } = new(ReadinessKind.Listen);

    /// <summary>It says so itself, by sd_notify.</summary>
    public static ReadinessCheck Notify { get; } = new(ReadinessKind.Notify);

    /// <summary>It is ready once it is spawned, and has no port unless <see cref="ChildSpec.Endpoint"/> says so.</summary>
    public static ReadinessCheck None { get; } = new(ReadinessKind.None);

    /// <summary>The path to GET, with a query if need be. Default <c>/</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The regular expression of <see cref="ReadinessKind.LogLine"/>: .NET's syntax, without backtracking constructs.</summary>
    public string? Pattern { get; init; }

    /// <summary>The command of <see cref="ReadinessKind.Exec"/>, program first; <c>{port}</c> and <c>{name}</c> are filled in. Copied when set.</summary>
    public IReadOnlyList<string>? Command { get; init => field = value?.ToImmutableArray(); }

    /// <summary>The time between two tries of an HTTP or exec check. Default 100 ms; 10 ms to 1 h.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long one try of an HTTP or exec check may take. Default 1 s; above zero, at most 1 h.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>A GET of this path is answered well.</summary>
    public static ReadinessCheck Http(string path) => new(ReadinessKind.Http) { Path = path };

    /// <summary>A line of its output matches this regular expression.</summary>
    public static ReadinessCheck LogLine(string pattern) => new(ReadinessKind.LogLine) { Pattern = pattern };

    /// <summary>This command ends with exit code 0.</summary>
    public static ReadinessCheck Exec(params string[] command) => new(ReadinessKind.Exec) { Command = command };

    /// <summary>By content.</summary>
    public bool Equals(ReadinessCheck? other) =>
        other is not null
        && (Kind, Path, Pattern, Interval, Timeout) == (other.Kind, other.Path, other.Pattern, other.Interval, other.Timeout)
        && Content.IsSame(Command, other.Command);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Path, Pattern, Interval, Timeout, Command?.Count);
}
