namespace Spinner.Protocol;

/// <summary>
/// Something that happened to a child. Published on the event stream of the actor system, and sent in order to who asked for it with
/// <see cref="WatchChildren"/>.
/// </summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The version of the child's snapshot that shows it; events of one change share it.</param>
public abstract record ChildEvent(ChildName Name, long Version)
{
    /// <summary>Counts the events of all children of this Spinner from 1 on, without a gap. A replay has the number of the last event before it.</summary>
    public long Sequence { get; init; }

    /// <summary>When it happened, by the wall clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>True: not news but the present state, told to a new watcher.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Why.</summary>
    public string Cause { get; init => field = value ?? ""; } = "";

    /// <summary>How the last run ended, with its exit code or signal; null when none has.</summary>
    public ExitStatus? Exit { get; init; }

    /// <summary>How long the run had been started, when it was; for an end: until then.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>The last stderr lines of the run; only with events that tell of something going wrong or ending.</summary>
    public IReadOnlyList<string> StderrTail { get; init => field = Content.OrEmpty(value); } = [];
}

/// <summary>The child is ready, after a start.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Run">The run that serves.</param>
/// <param name="Endpoint">Where it listens.</param>
public sealed record ChildStarted(ChildName Name, long Version, int Run, ChildEndpoint Endpoint) : ChildEvent(Name, Version);

/// <summary>The child is stopped, and nothing of it is left: it was asked to, was idle, or has ended and is not restarted.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
public sealed record ChildStopped(ChildName Name, long Version) : ChildEvent(Name, Version);

/// <summary>The child is ready again, after a crash, a change or a request; in tandem the new run has taken over.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Run">The run that serves now.</param>
/// <param name="Endpoint">Where it listens: another port after a tandem update, or when the old one was stolen.</param>
public sealed record ChildRestarted(ChildName Name, long Version, int Run, ChildEndpoint Endpoint) : ChildEvent(Name, Version);

/// <summary>A start of the child failed.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Failure">What its callers were told.</param>
public sealed record ChildError(ChildName Name, long Version, StartFailed Failure) : ChildEvent(Name, Version);

/// <summary>The child failed too often and refuses to start for a while.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="RetryAfter">For how long.</param>
/// <param name="Failure">What led to it.</param>
public sealed record ChildFaulted(ChildName Name, long Version, TimeSpan RetryAfter, StartFailed Failure) : ChildEvent(Name, Version);

/// <summary>The child is in another state; told before any other event of the same change.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="From">The state it was in.</param>
/// <param name="To">The state it is in.</param>
public sealed record ChildStateChanged(ChildName Name, long Version, ChildState From, ChildState To) : ChildEvent(Name, Version);

/// <summary>A tandem update has got on: the new run is coming up, or the old one drains, or it is over.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Run">The number of the last run begun.</param>
public sealed record ChildUpdateChanged(ChildName Name, long Version, UpdatePhase Phase, int Run) : ChildEvent(Name, Version);

/// <summary>The new run of a tandem update did not become ready, or ended too soon: the old one goes on serving.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Failure">What went wrong.</param>
public sealed record ChildUpdateFailed(ChildName Name, long Version, StartFailed Failure) : ChildEvent(Name, Version);

/// <summary>The source changes too often: it is no longer watched until the child is stopped or restarted by request.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Path">What changed last.</param>
public sealed record ChildWatchSuspended(ChildName Name, long Version, string Path) : ChildEvent(Name, Version);

/// <summary>The child's health is another one.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Health">Its health.</param>
public sealed record ChildHealthChanged(ChildName Name, long Version, ChildHealth Health) : ChildEvent(Name, Version);

/// <summary>Output of the child cannot be written to its file (the disk is full), or can be written again.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Path">The file.</param>
/// <param name="LostBytes">How much was lost so far.</param>
/// <param name="IsOver">True: it is written again.</param>
public sealed record ChildOutputLost(ChildName Name, long Version, string Path, long LostBytes, bool IsOver) : ChildEvent(Name, Version);

/// <summary>
/// Told to a watcher on another node that has not kept up, or was taken for dead: events are missing, and none follow until it asks anew with
/// <see cref="WatchChildren"/>.
/// </summary>
public sealed record EventsLost;

/// <summary>The child was forgotten: the last event of its name, until somebody starts or defines it anew.</summary>
public sealed record ChildForgotten(ChildName Name, long Version) : ChildEvent(Name, Version);

/// <summary>
/// What a child is like now: sent to a new watcher for each child, marked as a replay; and to all, as news, when a child becomes known.
/// </summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="State">Its state.</param>
/// <param name="Run">The number of its last run; 0 before the first.</param>
/// <param name="Endpoint">Where it listens; null unless started.</param>
public sealed record ChildPresent(ChildName Name, long Version, ChildState State, int Run, ChildEndpoint? Endpoint) : ChildEvent(Name, Version)
{
    /// <summary>What its liveness check says.</summary>
    public ChildHealth Health { get; init; }

    /// <summary>How far a tandem update is.</summary>
    public UpdatePhase Update { get; init; }

    /// <summary>Why the last tandem update failed; null when it did not.</summary>
    public StartFailed? UpdateFailure { get; init; }

    /// <summary>The source changed too often and is not watched for now.</summary>
    public bool IsWatchSuspended { get; init; }
}
