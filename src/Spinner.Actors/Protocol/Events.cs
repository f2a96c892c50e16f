namespace Spinner.Protocol;

/// <summary>Something that happened to a child; published on the event stream of the actor system.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The version of the child's snapshot that shows it.</param>
public abstract record ChildEvent(ChildName Name, long Version);

/// <summary>The child listens, after a start.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Run">The run that listens.</param>
/// <param name="Endpoint">Where.</param>
public sealed record ChildStarted(ChildName Name, long Version, int Run, ChildEndpoint Endpoint) : ChildEvent(Name, Version);

/// <summary>The child has been stopped, and nothing of it is left.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Cause">Why: a request, idleness, a shutdown.</param>
/// <param name="Exit">How its leader ended; null when no process had been spawned.</param>
public sealed record ChildStopped(ChildName Name, long Version, string Cause, ExitStatus? Exit) : ChildEvent(Name, Version);

/// <summary>The child listens again, after a crash, a change or a request.</summary>
/// <param name="Name">The child.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="Run">The new run.</param>
/// <param name="Endpoint">Where it listens: another port only when the old one was stolen.</param>
/// <param name="Cause">Why it was restarted.</param>
public sealed record ChildRestarted(ChildName Name, long Version, int Run, ChildEndpoint Endpoint, string Cause)
    : ChildEvent(Name, Version);

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
