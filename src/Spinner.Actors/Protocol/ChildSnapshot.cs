namespace Spinner.Protocol;

/// <summary>What may be seen of a child at one moment.</summary>
/// <param name="Name">The child.</param>
/// <param name="State">Its state.</param>
/// <param name="Version">Grows with every transition of this child: of two snapshots the higher one is newer.</param>
public sealed record ChildSnapshot(ChildName Name, ChildState State, long Version) : ChildReply(Name)
{
    /// <summary>Where it listens; null unless started.</summary>
    public ChildEndpoint? Endpoint { get; init; }

    /// <summary>The process id of the group's leader; null when no process lives.</summary>
    public int? Pid { get; init; }

    /// <summary>The number of the last run; 0 before the first.</summary>
    public int Run { get; init; }

    /// <summary>How often the child was restarted, by a crash, a change or a request, since its last stop.</summary>
    public int Restarts { get; init; }

    /// <summary>How many starts failed in a row.</summary>
    public int FailedStarts { get; init; }

    /// <summary>How long it has been started; null unless started.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>How long a faulted child still refuses to start; null unless faulted.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why it is in this state.</summary>
    public string Cause { get; init => field = value ?? ""; } = "";

    /// <summary>How the last run ended; null before that.</summary>
    public ExitStatus? LastExit { get; init; }

    /// <summary>The last failure to start or stay up; null when there was none since the last success or stop.</summary>
    public StartFailed? LastError { get; init; }

    /// <summary>The last stderr lines of the present run, or of the last one.</summary>
    public IReadOnlyList<string> StderrTail { get; init => field = Content.OrEmpty(value); } = [];

    /// <summary>How far a tandem update is.</summary>
    public UpdatePhase Update { get; init; }

    /// <summary>Why the last tandem update failed; null when it did not, or another one has succeeded since.</summary>
    public StartFailed? UpdateFailure { get; init; }

    /// <summary>What the liveness check says.</summary>
    public ChildHealth Health { get; init; }

    /// <summary>How long until the next attempt to restart; null unless the child waits for it.</summary>
    public TimeSpan? NextAttempt { get; init; }

    /// <summary>What the child last said of itself by sd_notify's <c>STATUS=</c>; null when nothing.</summary>
    public string? Status { get; init; }

    /// <summary>How many leases hold it.</summary>
    public int Leases { get; init; }

    /// <summary>Stopped by a <see cref="StopChild"/> that refuses automatic starts.</summary>
    public bool IsPinned { get; init; }

    /// <summary>The source changed too often and is not watched for now.</summary>
    public bool IsWatchSuspended { get; init; }

    /// <summary>The last 100 changes of its state, oldest first.</summary>
    public IReadOnlyList<Transition> Transitions { get; init => field = Content.OrEmpty(value); } = [];

    /// <summary>The spec it was started with, its environment values masked.</summary>
    public ChildSpec? Spec { get; init; }
}
