using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// Numbers the events of all children and passes them on: to the event stream, and to the actors that watch. It knows what each child is like
/// after its last event, and so tells a new watcher the present without a gap to what follows.
/// </summary>
internal sealed class EventsActor : UntypedActor
{
    private readonly SortedDictionary<string, ChildPresent> _present = new(StringComparer.Ordinal);
    private readonly HashSet<IActorRef> _watchers = [];
    private long _sequence;

    public static Props Props() => ActorProducer.Props(() => new EventsActor());

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case EventHappened fact: Tell(fact); break;
            case ChildIntroduced { Present: { } known } when _present.ContainsKey(known.Name.Value): break; // another actor of the same child
            case ChildIntroduced introduced: Tell(new EventHappened(introduced.Present, introduced.Present)); break;
            case WatchChildren when !Sender.Equals(Context.System.DeadLetters): Add(Sender); break;
            case GetPresent: Sender.Tell(new PresentGiven([.. _present.Values], _sequence)); break;
            case UnwatchChildren:
                _watchers.Remove(Sender);
                Context.Unwatch(Sender);
                break;
            case Terminated gone: _watchers.Remove(gone.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void Tell(EventHappened fact)
    {
        ChildEvent told = fact.Event with { Sequence = ++_sequence };
        if (fact.Present is { } present) _present[told.Name.Value] = present;
        else _present.Remove(told.Name.Value);
        Context.System.EventStream.Publish(told);
        foreach (IActorRef watcher in _watchers)
        {
            watcher.Tell(told);
        }
    }

    private void Add(IActorRef watcher)
    {
        if (_watchers.Add(watcher))
        {
            Context.Watch(watcher);
        }

        foreach (ChildPresent present in _present.Values)
        {
            watcher.Tell(present with { Sequence = _sequence, IsReplay = true });
        }

        watcher.Tell(new ReplayEnded(_sequence));
    }
}
