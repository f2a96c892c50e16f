using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// A child that is forgotten is stopped first, and its name is closed until then: what is asked of it meanwhile is asked again afterwards, of a
/// name that nobody knows.
/// </summary>
public sealed partial class SpinnerActor
{
    private void Forget(ChildEntry entry)
    {
        entry.Leavers.Add(Sender);
        if (entry.Leavers.Count == 1) StopToForget(entry);
    }

    /// <summary>Asked again if its actor fails over it.</summary>
    private void StopToForget(ChildEntry entry)
    {
        // What its failed actor left is still being removed.
        if (!entry.IsHeld) (entry.Actor ?? Raise(entry)).Tell(new StopChild(entry.Name) { Pin = true }, Self);
    }

    private void OnStoppedToForget(StopResult stopped)
    {
        if (!_children.TryGetValue(stopped.Name.Value, out ChildEntry? entry) || entry.Leavers.Count == 0)
        {
            return;
        }

        IActorRef[] askers = [.. entry.Leavers];
        entry.Leavers.Clear();
        if (stopped.Outcome != StopOutcome.StillAlive) Remove(entry);
        foreach (IActorRef asker in askers)
        {
            asker.Tell(stopped);
        }

        if (!entry.IsHeld) Release(entry);
    }

    private void Remove(ChildEntry entry)
    {
        _children.Remove(entry.Name.Value);
        entry.IsHeld = false;
        if (entry.Actor is { } actor)
        {
            _byActor.Remove(actor);
            Context.Stop(actor);
        }

        _services.Output.Forget(entry.Name);
        _services.Figures.Forget(entry.Name);
        _events.Tell(new EventHappened(
            new ChildForgotten(entry.Name, entry.NextVersion) { Cause = "forgotten by request", At = _services.Time.GetUtcNow() }, Present: null));
    }
}
