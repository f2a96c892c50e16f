using System.Collections.Immutable;

namespace Spinner.Protocol;

/// <summary>The ways to tell that a started child still works.</summary>
public enum LivenessKind
{
    /// <summary>None: it is alive while its process is.</summary>
    None,

    /// <summary>A GET of a path is answered with a status of 200-399.</summary>
    Http,

    /// <summary>Its endpoint accepts a connection.</summary>
    Tcp,

    /// <summary>A command ends with exit code 0.</summary>
    Exec,

    /// <summary>It sends <c>WATCHDOG=1</c> in time, as sd_watchdog_enabled(3) has it; <c>WATCHDOG_USEC</c> tells it the time.</summary>
    Watchdog,
}

/// <summary>What tells that a started child still works; one that does not is restarted. What is left null has its default.</summary>
/// <param name="Kind">The way.</param>
public sealed record LivenessCheck(LivenessKind Kind)
{
    /// <summary>No check (the default).</summary>
    public static LivenessCheck None { get; } = new(LivenessKind.None);

    /// <summary>Its endpoint accepts connections.</summary>
    public static LivenessCheck Tcp { get; } = new(LivenessKind.Tcp);

    /// <summary>The path to GET, with a query if need be. Default <c>/</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The command of <see cref="LivenessKind.Exec"/>, program first; <c>{port}</c> and <c>{name}</c> are filled in. Copied when set.</summary>
    public IReadOnlyList<string>? Command { get; init => field = value?.ToImmutableArray(); }

    /// <summary>The time between two checks. Default 10 s; 100 ms to 1 d. Of no meaning to a watchdog.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long one check may take; for a watchdog, the longest silence. Default 1 s, for a watchdog 30 s; above zero, at most 1 d.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many checks in a row fail before the child is unhealthy, and restarted. Default 3, for a watchdog always 1; 1-1000.</summary>
    public int? Failures { get; init; }

    /// <summary>How many checks in a row pass before the child is healthy. Default 1; 1-1000.</summary>
    public int? Successes { get; init; }

    /// <summary>Failures this soon after the start do not count. Default 10 s; zero to 1 d.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>A GET of this path is answered well.</summary>
    public static LivenessCheck Http(string path) => new(LivenessKind.Http) { Path = path };

    /// <summary>This command ends with exit code 0.</summary>
    public static LivenessCheck Exec(params string[] command) => new(LivenessKind.Exec) { Command = command };

    /// <summary>It must not be silent for longer than this.</summary>
    public static LivenessCheck Watchdog(TimeSpan longestSilence) => new(LivenessKind.Watchdog) { Timeout = longestSilence };

    /// <summary>By content.</summary>
    public bool Equals(LivenessCheck? other) =>
        other is not null
        && (Kind, Path, Interval, Timeout, Failures, Successes, Grace)
            == (other.Kind, other.Path, other.Interval, other.Timeout, other.Failures, other.Successes, other.Grace)
        && Content.IsSame(Command, other.Command);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Path, Interval, Timeout, Failures, Successes, Grace, Command?.Count);
}
