using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Who a child is, and what is known of it from an earlier actor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Serial">Its number, the same for all its actors.</param>
/// <param name="Life">Which of its actors this is, from 1 on.</param>
/// <param name="Spec">What it was last specified as; null when it never was.</param>
/// <param name="LastRun">Its last run.</param>
/// <param name="IsPinned">Whether automatic starts are refused.</param>
internal sealed record ChildOrigin(ChildName Name, int Serial, int Life = 1, ChildSpec? Spec = null, int LastRun = 0, bool IsPinned = false)
{
    /// <summary>What the versions of this actor's snapshots begin with: above all those of the actors before it.</summary>
    public long FirstVersion => (long)(Life - 1) << 32;
}

/// <summary>Tells the parent what must survive the child's actor.</summary>
/// <param name="Name">The child.</param>
/// <param name="Spec">What it runs as, or ran as last.</param>
/// <param name="LastRun">Its last run.</param>
/// <param name="IsPinned">Whether automatic starts are refused.</param>
/// <param name="Next">What its next start is to be, when that is something else.</param>
internal sealed record ChildKept(ChildName Name, ChildSpec? Spec, int LastRun, bool IsPinned, ChildSpec? Next) : INoSerializationVerificationNeeded;

/// <summary>Something happened to a child; and what the child is like now. Null: it is no more.</summary>
internal sealed record EventHappened(ChildEvent Event, ChildPresent? Present) : INoSerializationVerificationNeeded;

/// <summary>A child has an actor. No event is taken for it: another node could send one.</summary>
internal sealed record ChildIntroduced(ChildPresent Present) : INoSerializationVerificationNeeded;

/// <summary>A child's actor has died and left runs, with their leases, or unanswered stops behind.</summary>
internal sealed record RunsAbandoned(ChildName Name, IReadOnlyList<Run> Runs, IReadOnlyList<IActorRef> StopWaiters)
    : INoSerializationVerificationNeeded;

/// <summary>What an actor had left behind is gone; its name may be started again.</summary>
internal sealed record RunsReaped(ChildName Name) : INoSerializationVerificationNeeded;
