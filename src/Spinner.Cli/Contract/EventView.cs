namespace Spinner.Cli.Contract;

/// <summary>Something that happened to a child.</summary>
/// <param name="Sequence">Its place among all events of this host; 0 in a replay.</param>
/// <param name="Type">
/// <c>started stopped restarted error faulted state update updateFailed watchSuspended health outputLost forgotten present</c>, and in a replay <c>present</c> for
/// each child, then <c>replayEnded</c>. As news, <c>present</c> tells of a child that has become known.
/// </param>
/// <param name="Name">The child; empty for <c>replayEnded</c>.</param>
/// <param name="At">When.</param>
public sealed record EventView(long Sequence, string Type, string Name, DateTimeOffset At)
{
    /// <summary>The version of the child's snapshot.</summary>
    public long Version { get; init; }

    /// <summary>It tells the present, not something new.</summary>
    public bool Replay { get; init; }

    /// <summary>Why.</summary>
    public string Cause { get; init; } = "";

    /// <summary>The state it is in; the new one, for <c>state</c>.</summary>
    public string? State { get; init; }

    /// <summary>The state it was in.</summary>
    public string? From { get; init; }

    /// <summary>The run it is about.</summary>
    public int? Run { get; init; }

    /// <summary>Where it listens.</summary>
    public EndpointView? Endpoint { get; init; }

    /// <summary>How a run ended.</summary>
    public ExitView? Exit { get; init; }

    /// <summary>How long that run had been up.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>Its last error lines.</summary>
    public IReadOnlyList<string>? Stderr { get; init; }

    /// <summary>The failure that was it.</summary>
    public FailureView? Error { get; init; }

    /// <summary>How long a faulted child refuses starts.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary><c>unknown healthy unhealthy</c>.</summary>
    public string? Health { get; init; }

    /// <summary><c>none starting draining</c>.</summary>
    public string? Update { get; init; }

    /// <summary>The file whose change, or whose loss, it is about.</summary>
    public string? Path { get; init; }

    /// <summary>How many bytes of output could not be written.</summary>
    public long? LostBytes { get; init; }
}

/// <summary>One line of a child's output.</summary>
/// <param name="Name">The child.</param>
/// <param name="Run">The run that wrote it.</param>
/// <param name="Stream"><c>stdout stderr</c>.</param>
/// <param name="At">When it was read.</param>
/// <param name="Text">The line, without its line feed.</param>
public sealed record LogLineView(string Name, int Run, string Stream, DateTimeOffset At, string Text)
{
    /// <summary>How many lines were left out before this one, because the reader was too slow.</summary>
    public long? Dropped { get; init; }
}
