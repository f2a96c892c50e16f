using Akka.Actor;
using Spinner.Output;
using Spinner.Ports;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Tells the parent what a run was begun with, so that specs and run numbers survive the child's actor.</summary>
internal sealed record RunBegan(ChildName Name, ChildSpec Spec, int Run) : INoSerializationVerificationNeeded;

/// <summary>
/// A child is in another state. On the event stream, for the foreground of a host: what the public events leave out are the states
/// on the way (starting, restart, stopping).
/// </summary>
internal sealed record StateChanged(ChildName Name, ChildState To, string Cause) : INoSerializationVerificationNeeded;

/// <summary>A child's actor has died and left a run, a lease or unanswered stops behind.</summary>
internal sealed record RunAbandoned(ChildName Name, Run? Run, PortLease? Lease, IReadOnlyList<IActorRef> StopWaiters)
    : INoSerializationVerificationNeeded;

/// <summary>What an actor had left behind is gone; its name may be started again.</summary>
internal sealed record RunReaped(ChildName Name) : INoSerializationVerificationNeeded;

/// <summary>Follows the output of a child. Reply: <see cref="OutputFollowed"/>. Of this process only: what it answers is alive.</summary>
internal sealed record FollowOutput(ChildName Child, OutputSubscriptionOptions Options) : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="FollowOutput"/>; its receiver disposes it.</summary>
internal sealed record OutputFollowed(OutputSubscription Subscription) : INoSerializationVerificationNeeded;

/// <summary>Asks for the last lines of a child. Reply: <see cref="RecentOutput"/>.</summary>
internal sealed record GetRecentOutput(ChildName Child, int Lines) : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="GetRecentOutput"/>.</summary>
internal sealed record RecentOutput(IReadOnlyList<OutputLine> Lines) : INoSerializationVerificationNeeded;
