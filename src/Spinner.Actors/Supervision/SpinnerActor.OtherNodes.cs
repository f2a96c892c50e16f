using Akka.Actor;
using Akka.Event;
using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Wire;

namespace Spinner.Supervision;

/// <summary>What other nodes ask: told apart from local wishes by <see cref="FromAnotherNode"/>, and answered here or nowhere.</summary>
public sealed partial class SpinnerActor
{
    /// <summary>Each may hold 10,000 events that are under way or wait.</summary>
    private const int MaxNodeWatches = 100;

    /// <summary>So that a node that forgets to end its watches leaves room for others. A hostile one can say that it is several.</summary>
    private const int MaxWatchesOfNode = 20;

    private readonly OtherNodeSettings _otherNodes = ReadOtherNodes(Context.System.Settings.Config);
    private readonly Dictionary<IActorRef, IActorRef> _nodeWatches = [];

    private static OtherNodeSettings ReadOtherNodes(Akka.Configuration.Config config) =>
        new(config.GetBoolean("spinner.remote.serve", false), config.GetBoolean("spinner.remote.allow-commands", false));

    private void Answer(FromAnotherNode letter)
    {
        object request = letter.Request;
        if (request is NotUnderstood unread)
        {
            _log.Warning("{Asker} sent what cannot be read: {Reason}", Sender, unread.Message);
            Sender.Tell(unread);
            return;
        }

        // Before anything is kept or told under it.
        if (request is IChildMessage { Name.Value: { } name } && !ChildName.IsFit(name))
        {
            Refuse(request, $"no child can have this name: it is of 1-{ChildName.MaxLength} characters, none of which is a control character");
            return;
        }

        if (OtherNodeRules.Refusal(request, _otherNodes, name => _children.ContainsKey(name.Value)) is { } reason)
        {
            Refuse(request, reason);
            return;
        }

        switch (request)
        {
            case PingSpinner ping: Sender.Tell(new SpinnerAlive(ping.Number) { AllowsCommands = _otherNodes.AllowsCommands }); break;
            case WatchChildren watch: WatchFor(Sender, watch); break;
            case ListChildren:
                Collect(
                    [Names(_children.Values).Select(name => new GetChild(name))],
                    all => new ChildList([.. all.OfType<ChildSnapshot>().Select(WithoutDetails)]));
                break;
            case EventsTaken or UnwatchChildren when _nodeWatches.TryGetValue(Sender, out IActorRef? watch): watch.Tell(request, Sender); break;
            case EventsTaken: Sender.Tell(new EventsLost()); break;
            case UnwatchChildren: break; // it had been given up before
            default: OnReceive(request); break;
        }
    }

    /// <summary>Of a thousand children the details would be more than one message may hold; <see cref="GetChild"/> has them.</summary>
    private static ChildSnapshot WithoutDetails(ChildSnapshot child) => child with
    {
        Transitions = [],
        StderrTail = [],
        LastError = child.LastError is { } error ? error with { StderrTail = [], Journey = [] } : null,
    };

    private void Refuse(object request, string reason)
    {
        string kind = request.GetType().Name;
        string name = WireFormat.Shown((request as IChildMessage)?.Name?.Value ?? "", ChildName.MaxLength);
        _log.Warning("{Asker} asked for {Request} from another node, of '{Name}', and was refused: {Reason}", Sender, kind, name, reason);
        Sender.Tell(request is IChildMessage wish && StartsSomething(wish)
            ? new StartFailed(name, StartFailureReason.NotAllowed, $"'{name}' was not started: {reason}.")
            : new RequestRefused(kind, $"{kind} was refused: {reason}."));
    }

    private void WatchFor(IActorRef asker, WatchChildren ask)
    {
        if (_nodeWatches.TryGetValue(asker, out IActorRef? watch))
        {
            watch.Tell(ask, asker);
        }
        else if (_nodeWatches.Count >= MaxNodeWatches)
        {
            Refuse(ask, $"{MaxNodeWatches} actors of other nodes watch already");
        }
        else if (_nodeWatches.Keys.Count(other => other.Path.Address.Equals(asker.Path.Address)) >= MaxWatchesOfNode)
        {
            Refuse(ask, $"{MaxWatchesOfNode} actors of that node watch already");
        }
        else
        {
            IActorRef opened = Context.Watch(Context.ActorOf(ActorProducer.Props(() => new NodeWatch(asker, ask, _events, _services.Time))));
            _nodeWatches.Add(asker, opened);
        }
    }

    private bool IsNodeWatch(IActorRef gone)
    {
        foreach ((IActorRef asker, IActorRef watch) in _nodeWatches)
        {
            if (watch.Equals(gone)) return _nodeWatches.Remove(asker);
        }

        return false;
    }
}
