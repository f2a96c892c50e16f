namespace Spinner.Protocol;

/// <summary>
/// Starts a child if need be and holds it: while it is held it is not idle. Reply: <see cref="LeaseGranted"/> once it is ready, or
/// <see cref="StartFailed"/>; both are <see cref="ChildReply"/>. It is an automatic start: a pinned child refuses.
/// </summary>
/// <remarks>
/// The lease ends by <see cref="ReleaseChild"/>, when its time has passed without a <see cref="RenewLease"/>, or when the actor that asked for it
/// dies. (An <c>Ask</c> has no actor that could be watched: there only the time counts.) The actor is told when it gets another endpoint
/// (<see cref="LeaseRebound"/>) or is over (<see cref="LeaseEnded"/>).
/// </remarks>
/// <param name="Spec">The child to hold; nothing but a name means the child as last specified.</param>
public sealed record AcquireChild(ChildSpec Spec) : IChildMessage
{
    /// <inheritdoc/>
    public ChildName Name => Spec?.Name!;

    /// <summary>How long the lease lasts without being renewed. Default 60 s; above zero, at most 1 day.</summary>
    public TimeSpan? TimeToLive { get; init; }
}

/// <summary>Gives a lease its full time again. Reply: <see cref="LeaseResult"/>, or <see cref="ChildNotFound"/>.</summary>
/// <param name="Name">The child.</param>
/// <param name="Lease">The lease.</param>
public sealed record RenewLease(ChildName Name, Guid Lease) : IChildMessage;

/// <summary>Ends a lease; the idle clock starts anew with the last one. Reply: <see cref="LeaseResult"/>, or <see cref="ChildNotFound"/>.</summary>
/// <param name="Name">The child.</param>
/// <param name="Lease">The lease.</param>
public sealed record ReleaseChild(ChildName Name, Guid Lease) : IChildMessage;

/// <summary>The child is held.</summary>
/// <param name="Name">The child.</param>
/// <param name="Lease">Names the lease.</param>
/// <param name="Endpoint">Where the child listens.</param>
/// <param name="Run">The run that is held.</param>
/// <param name="TimeToLive">How long the lease lasts unless it is renewed.</param>
public sealed record LeaseGranted(ChildName Name, Guid Lease, ChildEndpoint Endpoint, int Run, TimeSpan TimeToLive) : ChildReply(Name);

/// <summary>The answer to <see cref="RenewLease"/> and <see cref="ReleaseChild"/>.</summary>
/// <param name="Name">The child.</param>
/// <param name="Lease">The lease.</param>
/// <param name="WasHeld">False: there is no such lease, or no longer.</param>
public sealed record LeaseResult(ChildName Name, Guid Lease, bool WasHeld) : ChildReply(Name);

/// <summary>The lease is about another run now: the child was restarted. Sent to the actor that holds it.</summary>
/// <param name="Name">The child.</param>
/// <param name="Lease">The lease.</param>
/// <param name="Endpoint">Where the child listens now.</param>
/// <param name="Run">The run that is held now.</param>
public sealed record LeaseRebound(ChildName Name, Guid Lease, ChildEndpoint Endpoint, int Run) : ChildReply(Name);

/// <summary>The lease is over: the child is stopped or faulted, or the time has passed. Sent to the actor that holds it.</summary>
/// <param name="Name">The child.</param>
/// <param name="Lease">The lease.</param>
/// <param name="Cause">Why.</param>
public sealed record LeaseEnded(ChildName Name, Guid Lease, string Cause) : ChildReply(Name);
