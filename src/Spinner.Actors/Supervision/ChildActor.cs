using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Spinner.Policies;
using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// One named child: a state machine over at most one live run. Its states are files of their own; what they share is here: the facts
/// it holds, the one way into another state, and the answers that do not depend on the state.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor is stopped, not disposed: PostStop hands the run to a reaper, which disposes it.")]
internal sealed partial class ChildActor : UntypedActor, IWithTimers
{
    private const string StartDeadlineKey = "start-deadline";
    private const string StopDeadlineKey = "stop-deadline";
    private const string KillDeadlineKey = "kill-deadline";
    private const string IdleKey = "idle";

    private readonly ChildName _name;
    private readonly int _serial;
    private readonly SpinnerServices _services;
    private readonly IActorRef _ports;
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
    private PortLease? _lease;

    private int _failedStarts;
    private int _restarts;
    private long? _lastUnexpectedExit;
    private long _faultedAt;
    private StartFailed? _lastError;
    private ExitStatus? _lastExit;
    private IReadOnlyList<string> _lastTail = [];

    public ChildActor(ChildName name, int serial, ChildSpec? spec, int lastRun, SpinnerServices services, IActorRef ports)
    {
        _name = name;
        _serial = serial;
        _spec = spec;
        _runNumber = lastRun;
        _services = services;
        _ports = ports;
        _startWaiters = new Waiters(services.Options.MaxWaiters);
        _log = LogAs(SpinnerDefaults.LoggerCategory);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeProvider Time => _services.Time;

    protected override void PreStart() => Become(Stopped);

    protected override void OnReceive(object message) => Unhandled(message);

    /// <summary>Not the normal end of a child: the actor has failed, or the system goes down. Nobody is left waiting, nothing is left running.</summary>
    protected override void PostStop()
    {
        _watch?.Dispose();
        foreach (Waiter waiter in _startWaiters.TakeAll())
        {
            waiter.Asker.Tell(Failures.Internal(_name));
        }

        if (_run is { HasProcess: true } run)
        {
            run.Killed = true;
            run.Process?.Kill(RunScope.Run);
        }

        _run?.StopWaiting();
        SweepCrashed();
        if (_run is not null || _lease is not null || _stopWaiters.Count > 0)
        {
            Context.Parent.Tell(new RunAbandoned(_name, _run, _lease, _stopWaiters));
        }
    }

    /// <summary>The only way into a state.</summary>
    private void Transition(ChildState to, UntypedReceive handler, string cause)
    {
        _log.Info("{From} -> {To}: {Cause}", _state.ToWire(), to.ToWire(), cause);
        (_state, _cause) = (to, cause);
        _version++;
        Become(handler);
        Context.System.EventStream.Publish(new StateChanged(_name, to, cause));
    }

    private void HandleInAnyState(object message)
    {
        switch (message)
        {
            case GetChild: Sender.Tell(Snapshot()); break;
            case TouchChild: Sender.Tell(new TouchResult(_name, _state, Touched: false)); break;
            case PortLeased late: _ports.Tell(new ReturnLease(late.Lease)); break;
            case IRunFact or PortRefused or SourceChanged: _log.Debug("Dropped, of no meaning now: {Fact}", message); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>The category takes the place of the actor's path as the source of what is logged.</summary>
    private ILoggingAdapter LogAs(string category) => Logging.GetLogger(Context.System, category).WithContext("Child", _name.Value);

    private bool IsCurrent(IRunFact fact) => _run?.Number == fact.Run;

    private static void Publish(ChildEvent @event) => Context.System.EventStream.Publish(@event);

    private ChildSnapshot Snapshot() => new(_name, _state, _version)
    {
        Endpoint = _state == ChildState.Started ? _started!.Endpoint : null,
        Pid = _run is { Exit: null } run ? run.Process?.Identity.Pid : null,
        Run = _runNumber,
        Restarts = _restarts,
        FailedStarts = _failedStarts,
        Uptime = _state == ChildState.Started ? Time.GetElapsedTime(_startedAt) : null,
        RetryAfter = _state == ChildState.Faulted ? RetryAfter() ?? TimeSpan.Zero : null,
        Cause = _cause,
        LastExit = _lastExit,
        LastError = _lastError,
        StderrTail = _run?.Output?.Tail() ?? _lastTail,
        Spec = _spec?.Redacted(),
    };
}
