using Akka.Actor;
using Akka.Event;
using Spinner.Policies;
using Spinner.Ports;
using Spinner.Protocol;
using Spinner.Wire;

namespace Spinner.Supervision;

/// <summary>
/// Routes every message to the child it names; <c>/user/spinner</c>. A child's actor is made by its first valid StartChild. Should one
/// fail, its name is held until what it left behind is gone; specs and run numbers are kept here and survive it.
/// </summary>
public sealed partial class SpinnerActor : UntypedActor
{
    private const int MaxPinnedAhead = 10_000;

    private readonly SpinnerServices _services;
    private readonly IActorRef _ports;
    private readonly IActorRef _events;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, ChildEntry> _children = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, ChildEntry> _byActor = [];

    /// <summary>Names that were stopped for good before anybody started them.</summary>
    private readonly HashSet<string> _pinnedAhead = new(StringComparer.Ordinal);
    private int _lastSerial;
    private bool _shuttingDown;

    internal SpinnerActor(SpinnerServices services)
    {
        _services = services;
        _ports = Context.ActorOf(services.Ports, "ports");
        _events = Context.ActorOf(EventsActor.Props(), "events");
    }

    internal static Props Props(SpinnerServices services) => ActorProducer.Props(() => new SpinnerActor(services));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        // The allocator keeps its book of leases, and the events their watchers: they go on. Who waits for a lost answer has a deadline.
        bool goesOn = Sender.Equals(_ports) || Sender.Equals(_events);
        _log.Error(failure, goesOn
            ? "An actor that all children share has failed at one message and goes on"
            : "The actor of a child has failed; its run is ended and its callers are told");
        return goesOn ? Directive.Resume : Directive.Stop;
    });

    /// <inheritdoc/>
    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FromAnotherNode letter: Answer(letter); break;
            case AwaitDependency ask: RouteDependency(ask); break;
            case DependencyLeft left: _children.GetValueOrDefault(left.Name.Value)?.Actor?.Forward(left); break;
            case IChildMessage about when HasCircle(about): break;
            case ForgetChild forget when _children.TryGetValue(forget.Name?.Value ?? "", out ChildEntry? leaving) && !leaving.IsHeld: Forget(leaving); break;
            case IChildMessage about: Route(about); break;
            case StopAll all: StopEach(all.Pin); break;
            case ListChildren:
                Collect([Names(_children.Values).Select(name => new GetChild(name))], all => new ChildList(all.OfType<ChildSnapshot>().ToArray()));
                break;
            case WatchChildren or UnwatchChildren or GetPresent: _events.Forward(message); break;
            case GetProcesses: Collect([Names(_children.Values).Select(name => new GetProcess(name))], Processes); break;
            case GetServices: Sender.Tell(new ServicesGiven(_services)); break;
            case GetPortsInUse: _ports.Forward(message); break;
            case ShutDown:
                _shuttingDown = true;
                StopEach(pin: false);
                break;
            case ChildKept kept: _children.GetValueOrDefault(kept.Name.Value)?.Keep(kept); break;
            case StopResult stopped: OnStoppedToForget(stopped); break;
            case RunsAbandoned abandoned: OnAbandoned(abandoned); break;
            case FollowOutput follow: Sender.Tell(new OutputFollowed(_services.Output.Subscribe(follow.Child, follow.Options))); break;
            case GetRecentOutput recent: Sender.Tell(new RecentOutput(_services.Output.Recent(recent.Child, recent.Lines))); break;
            case Terminated gone when IsNodeWatch(gone.ActorRef): break;
            case Terminated gone: OnTerminated(gone.ActorRef); break;
            case RunsReaped reaped when _children.TryGetValue(reaped.Name.Value, out ChildEntry? entry) && entry.IsHeld: OnReaped(entry); break;
            case RunsReaped: break; // forgotten since

            // Of ours, to be stopped before it is forgotten.
            case DeadLetter { Message: StopChild lost } letter when letter.Sender.Equals(Self):
                if (_children.TryGetValue(lost.Name.Value, out ChildEntry? forgotten)) StopToForget(forgotten);
                break;

            // Sent to a child's actor that had just died: routed again, so that its asker gets an answer all the same. The news of the death may be here already.
            case DeadLetter { Message: IChildMessage lost } letter when letter.Recipient.Path.Parent.Equals(Self.Path): Self.Tell(lost, letter.Sender); break;

            // Asked for by a child's actor that died before it came: nobody else would return it.
            case DeadLetter { Message: PortLeased late } letter when letter.Sender.Equals(_ports): _ports.Tell(new ReturnLease(late.Lease)); break;
            case DeadLetter: break;
            default: Unhandled(message); break;
        }
    }

    private void Route(IChildMessage message)
    {
        // From another node anything may come: what has no name is answered, and harms nobody.
        if (message.Name?.Value is not { } key)
        {
            Sender.Tell(StartsSomething(message)
                ? Failures.InvalidSpec("", ["The message names no child: give a spec with a name."])
                : new ChildNotFound(""));
            return;
        }

        if (_shuttingDown && StartsSomething(message))
        {
            Sender.Tell(Refusal(message, Failures.ShuttingDown(message.Name)));
            return;
        }

        if (_children.TryGetValue(key, out ChildEntry? entry))
        {
            if (entry.IsClosed && entry.Held.Count >= _services.Options.MaxWaiters && StartsSomething(message))
            {
                Sender.Tell(Refusal(message, Failures.Busy(entry.Name, _services.Options.MaxWaiters)));
            }
            else if (message is GetChild or GetProcess or GetSpec && entry is { IsHeld: false, Actor: { } leaving })
            {
                // What only looks need not wait for a stop.
                leaving.Forward(message);
            }
            else if (entry.IsClosed)
            {
                entry.Held.Enqueue((message, Sender));
            }
            else
            {
                (entry.Actor ?? Raise(entry)).Forward(message);
            }

            return;
        }

        switch (message)
        {
            case StartChild start: Introduce(start, start.Spec); break;
            case AcquireChild acquire: Introduce(acquire, acquire.Spec); break;
            case DefineChild define: Introduce(define, define.Spec); break;
            case RestartChild { Spec: { } spec } restart when spec.Name == restart.Name: Introduce(restart, spec); break;
            case RestartChild restart: Sender.Tell(Failures.Unknown(restart.Name)); break;
            case StopChild stop:
                if (stop.Pin && ChildName.IsFit(key) && _pinnedAhead.Count < MaxPinnedAhead) _pinnedAhead.Add(key);
                Sender.Tell(new StopResult(stop.Name, StopOutcome.AlreadyStopped));
                break;
            default: Sender.Tell(new ChildNotFound(message.Name)); break;
        }
    }

    /// <summary>The first start of a name. A spec with errors leaves nothing behind, not even an actor.</summary>
    private void Introduce(IChildMessage message, ChildSpec spec)
    {
        PlanResult result = PlanResolver.Resolve(spec, _services.Options.Defaults, _services.Options.MaxStopTimeout, _services.Files);
        string[] errors = [.. result.Errors, .. LeaseRules.Errors((message as AcquireChild)?.TimeToLive)];
        if (errors.Length > 0)
        {
            Sender.Tell(Failures.InvalidSpec(spec.Name, errors));
            return;
        }

        ChildEntry entry = new(spec.Name, ++_lastSerial, _pinnedAhead.Remove(spec.Name.Value));
        _children.Add(spec.Name.Value, entry);
        Raise(entry).Forward(message);
    }

    private static bool StartsSomething(IChildMessage message) =>
        message is StartChild or RestartChild or AcquireChild or DefineChild or AwaitDependency;

    private static object Refusal(IChildMessage message, StartFailed why) => Wish.In(message)?.Refusal(why) ?? why;

    private IActorRef Raise(ChildEntry entry)
    {
        ChildOrigin origin = entry.NextOrigin();
        entry.Actor = Context.Watch(Context.ActorOf(
            ActorProducer.Props(() => new ChildActor(origin, _services, _ports, _events)), $"child-{origin.Serial}-{origin.Life}"));
        _byActor[entry.Actor] = entry;
        return entry.Actor;
    }

    private void OnTerminated(IActorRef actor)
    {
        if (_byActor.Remove(actor, out ChildEntry? entry) && ReferenceEquals(entry.Actor, actor))
        {
            entry.Actor = null;
            TellOfFailure(entry, "its supervisor failed");
            if (entry.Leavers.Count > 0) StopToForget(entry);
        }
    }

    private void OnAbandoned(RunsAbandoned left)
    {
        if (_children.TryGetValue(left.Name.Value, out ChildEntry? entry))
        {
            entry.Actor = null;
            entry.IsHeld = true;
        }

        Context.ActorOf(ActorProducer.Props(() => new RunReaper(left, _ports, _services.Options.KillTimeout)));
    }

    /// <summary>The messages that were held go on.</summary>
    private void OnReaped(ChildEntry entry)
    {
        TellOfFailure(entry, "its supervisor failed, and its run was ended");
        entry.IsHeld = false;
        if (entry.Leavers.Count > 0) StopToForget(entry);
        else Release(entry);
    }

    private void Release(ChildEntry entry)
    {
        while (entry.Held.TryDequeue(out (IChildMessage Message, IActorRef Asker) held))
        {
            Self.Tell(held.Message, held.Asker);
        }
    }

    /// <summary>What the failed actor had announced is no longer so.</summary>
    private void TellOfFailure(ChildEntry entry, string cause)
    {
        long version = entry.NextVersion;
        _events.Tell(new EventHappened(
            new ChildStopped(entry.Name, version) { Cause = cause, At = _services.Time.GetUtcNow() },
            new ChildPresent(entry.Name, version, ChildState.Stopped, entry.LastRun, null) { Cause = cause, At = _services.Time.GetUtcNow() }));
    }

    /// <summary>Asks stage by stage; within one, all at once.</summary>
    private void Collect(IReadOnlyList<IEnumerable<IChildMessage>> stages, Func<IReadOnlyList<object>, object> answer)
    {
        (IActorRef asker, IActorRef self) = (Sender, Self);
        IReadOnlyList<IReadOnlyList<IChildMessage>> questions = [.. stages.Select(stage => stage.ToArray())];
        Context.ActorOf(ActorProducer.Props(() => new Collector(self, asker, questions, answer)));
    }

    private static ProcessesGiven Processes(IReadOnlyList<object> answers) => new(answers.OfType<ProcessGiven>()
        .Where(given => given.Leader is not null)
        .ToDictionary(given => given.Name, given => given.Leader!));

    private static IEnumerable<ChildName> Names(IEnumerable<ChildEntry> entries) =>
        entries.Select(entry => entry.Name).OrderBy(name => name.Value, StringComparer.Ordinal);
}
