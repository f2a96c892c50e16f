namespace Spinner.Probes;

/// <summary>What one datagram of a run says, as far as we know the words.</summary>
internal sealed record NotifyMessage
{
    /// <summary>Says nothing that we know.</summary>
    public static readonly NotifyMessage Nothing = new();

    /// <summary><c>READY=1</c>: started.</summary>
    public bool Ready { get; init; }

    /// <summary><c>STOPPING=1</c>: about to end by itself.</summary>
    public bool Stopping { get; init; }

    /// <summary><c>WATCHDOG=1</c>: still alive.</summary>
    public bool Watchdog { get; init; }

    /// <summary><c>WATCHDOG=trigger</c>: to be treated as if it had hung.</summary>
    public bool WatchdogTrigger { get; init; }

    /// <summary><c>STATUS=</c>: a line for people, cut and without control characters; empty takes back the last one; null: not said.</summary>
    public string? Status { get; init; }

    /// <summary><c>EXTEND_TIMEOUT_USEC=</c>: from now on it needs so long for what it is doing.</summary>
    public TimeSpan? ExtendTimeout { get; init; }

    /// <summary><c>WATCHDOG_USEC=</c>: from now on it will say that it is alive at least so often; zero: no longer.</summary>
    public TimeSpan? WatchdogInterval { get; init; }
}
