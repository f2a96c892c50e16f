using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Spinner.Policies;
using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// One named child: a state machine over at most two live runs, the one that serves (or comes up, or ends) and its twin in a tandem update. Its
/// states are files of their own; what they share is here: the facts it holds, and the one way into another state.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor is stopped, not disposed: PostStop hands the runs to a reaper, which disposes them.")]
internal sealed partial class ChildActor : UntypedActor, IWithTimers
{
    private const string IdleKey = "idle";

    private readonly ChildOrigin _origin;
    private readonly ChildName _name;
    private readonly SpinnerServices _services;
    private readonly IActorRef _ports;
    private readonly IActorRef _events;
    private readonly Waiters _startWaiters;
    private ILoggingAdapter _log;
    private List<IActorRef> _stopWaiters = [];

    private ChildState _state = ChildState.Stopped;
    private string _cause = "never started";
    private long _version;

    private ChildSpec? _spec;
    private ChildPlan? _plan;
    private Run? _run;
    private int _runNumber;
    private bool _pinned;

    private int _failedStarts;
    private int _restarts;
    private long _faultedAt;
    private StartFailed? _lastError;
    private ExitStatus? _lastExit;
    private IReadOnlyList<string> _lastTail = [];

    public ChildActor(ChildOrigin origin, SpinnerServices services, IActorRef ports, IActorRef events)
    {
        _origin = origin;
        _name = origin.Name;
        _spec = origin.Spec;
        _runNumber = origin.LastRun;
        _pinned = origin.IsPinned;
        _version = origin.FirstVersion;
        _services = services;
        _ports = ports;
        _events = events;
        _startWaiters = new Waiters(services.Options.MaxWaiters);
        _updateWaiters = new Waiters(services.Options.MaxWaiters);
        _dependents = new Waiters(services.Options.MaxWaiters);
        _log = LogAs(SpinnerDefaults.LoggerCategory);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How far a start is; null when none is under way.</summary>
    internal Step? StartStep => _state is ChildState.Starting or ChildState.Restarting ? _run?.Step : null;

    private TimeProvider Time => _services.Time;

    protected override void PreStart()
    {
        Become(Stopped);
        _events.Tell(new ChildIntroduced(Present()));
    }

    protected override void OnReceive(object message) => Unhandled(message);

    /// <summary>Not the normal end of a child: the actor has failed, or the system goes down. Nobody is left waiting, nothing is left running.</summary>
    protected override void PostStop()
    {
        _watch?.Dispose();
        StartFailed failure = Failures.Internal(_name);
        AnswerFailed(_startWaiters, failure);
        AnswerFailed(_updateWaiters, failure);
        AnswerFailed(_dependents, failure);
        EndLeases("its supervisor has ended");
        Run[] left = [.. new[] { _run, _twin }.OfType<Run>()];
        foreach (Run run in left)
        {
            run.StopWaiting();
            run.Killed = run.HasProcess;
            run.Process?.Kill(RunScope.Run);
        }

        SweepCrashed();
        if (left.Length > 0 || _stopWaiters.Count > 0)
        {
            Context.Parent.Tell(new RunsAbandoned(_name, left, _stopWaiters));
        }
    }

    /// <summary>The only way into a state. Facts of the twin are the same in every state and never reach its handler.</summary>
    private void Transition(ChildState to, UntypedReceive handler, string cause, Run? about = null)
    {
        ChildState from = _state;
        _log.Info("{From} -> {To}: {Cause}", from.ToWire(), to.ToWire(), cause);
        (_state, _cause) = (to, cause);
        _version++;
        Become(message =>
        {
            if (!HandleTwin(message)) handler(message);
        });
        Record(from);
        Publish(new ChildStateChanged(_name, _version, from, to), about ?? _run);
    }

    private void HandleInAnyState(object message)
    {
        switch (message)
        {
            case GetChild: Sender.Tell(Snapshot()); break;
            case GetProcess: Sender.Tell(new ProcessGiven(_name, _run is { Exit: null } run ? run.Process?.Identity : null)); break;
            case GetSpec: Sender.Tell(new SpecGiven(_name, _queued?.Spec ?? _spec)); break;
            case TouchChild: Sender.Tell(new TouchResult(_name, _state, Touched: false)); break;
            case DefineChild define: Define(define); break;
            case RenewLease renew: Renew(renew); break;
            case ReleaseChild release: Release(release); break;
            case LeaseTimeOver fact: OnLeaseTimeOver(fact.Lease); break;
            case DependencyLeft fact: LetGo(Sender, fact.Run); break;
            case Terminated gone:
                OnHolderGone(gone.ActorRef);
                LetGo(gone.ActorRef);
                break;
            case WatchArmed fact when fact.Watch == _watchNumber: OnWatchArmed(fact.Error); break;
            case OutputTrouble fact: Publish(fact.Incident); break;
            case PortLeased late: _ports.Tell(new ReturnLease(late.Lease)); break;
            case IRunFact or PortRefused or SourceChanged or WatchArmed: _log.Debug("Dropped, of no meaning now: {Fact}", message); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>The category takes the place of the actor's path as the source of what is logged.</summary>
    private ILoggingAdapter LogAs(string category) => Logging.GetLogger(Context.System, category).WithContext("Child", _name.Value);

    private bool IsCurrent(IRunFact fact) => _run?.Number == fact.Run;

    private static int? RunOf(object message) => message switch
    {
        IRunFact fact => fact.Run,
        PortLeased leased => leased.Run,
        PortRefused refused => refused.Run,
        _ => null,
    };

    private void Keep() => Context.Parent.Tell(new ChildKept(_name, _spec, _runNumber, _pinned, _queued?.Spec));
}
