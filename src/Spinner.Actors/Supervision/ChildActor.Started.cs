using Akka.Actor;
using Spinner.Policies;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    private long _lastUse;

    /// <summary>The run is ready: who waited is answered, the idle clock runs, its health is looked after.</summary>
    private void EnterStarted(Run run)
    {
        bool isRestart = _state == ChildState.Restarting;
        string because = _cause;
        (_failedStarts, _probation, _lastError, _completed, _nextAttempt) = (0, false, null, false, null);
        _lastUse = Time.GetTimestamp();
        ChildEndpoint endpoint = run.Started!.Endpoint;
        Transition(ChildState.Started, Started, endpoint.Kind == EndpointKind.None ? "works" : $"listens on {endpoint}");
        Publish(isRestart
            ? new ChildRestarted(_name, _version, run.Number, endpoint) { Cause = because }
            : new ChildStarted(_name, _version, run.Number, endpoint) { Cause = because });
        BeginVitals(run);
        Rebind(run);
        AnswerStarted(_startWaiters);
        AnswerDependents(); // another plan may be all they wait for
        SweepCrashed();
        ScheduleIdleStop();
    }

    private void Started(object message)
    {
        switch (message)
        {
            case StartChild or AcquireChild or AwaitDependency: AnswerWish(message); break;
            case TouchChild:
                _lastUse = Time.GetTimestamp();
                Sender.Tell(new TouchResult(_name, _state, Touched: true));
                break;
            case StopChild stop: Stop(stop, "asked to stop"); break;
            case RestartChild restart: RestartOnRequest(restart); break;
            case SourceChanged change when IsNews(change):
                ForgetFailures();
                ReplaceServing($"changed: {change.Path}", _plan!.Tandem);
                break;
            case ProcessExited fact when IsCurrent(fact): OnCrash(fact.Status); break;
            case StopDeadlineReached fact when IsCurrent(fact):
                // It had said that it would end, and has not.
                _run!.OutlivedGrace = true;
                Kill(_run, RunScope.Group);
                break;
            case KillDeadlineReached fact when IsCurrent(fact): GiveUpKilling(_run!); break;
            case Notified fact when IsCurrent(fact): OnNotified(_run!, fact.Message); break;
            case IdleTimeReached fact when IsCurrent(fact): StopIfIdle(); break;
            case IRunFact fact when IsCurrent(fact) && HandleVitals(_run!, message): break;
            default:
                if (_update != UpdatePhase.Starting || !HandleStep(_twin!, message)) HandleInAnyState(message);
                break;
        }
    }

    /// <summary>A start is the most frequent question of all: mostly nothing needs to be made for its answer.</summary>
    private void AnswerWish(object message)
    {
        Run run = _run!;
        if (!run.IsLeaving && message is StartChild start && AsksFor(run.Spec, start.Spec))
        {
            _lastUse = Time.GetTimestamp();
            Sender.Tell(run.Started!);
        }
        else
        {
            AnswerWish(Wish.In(message)!);
        }
    }

    private void AnswerWish(Wish wish)
    {
        Run run = _run!;
        bool canWait = run.IsLeaving && wish.Dependence?.Condition != DependencyCondition.Completed;
        if (!canWait && AsksFor(run.Spec, wish.Spec) && HasGoodTerms(wish))
        {
            _lastUse = Time.GetTimestamp();
            AnswerRunning(new Waiter(Sender, wish, null));
        }
        else if (TryPlan(wish, out Request request))
        {
            _lastUse = Time.GetTimestamp();
            if (canWait) Await(_startWaiters, request);
            else AnswerRunning(new Waiter(Sender, wish, request.Plan));
        }
    }

    private void RestartOnRequest(RestartChild restart)
    {
        if (!TryPlan(restart, out Request request))
        {
            return;
        }

        bool inTandem = request.Plan.Tandem;
        if (Await(inTandem ? _updateWaiters : _startWaiters, request))
        {
            _lastUse = Time.GetTimestamp();
            Adopt(request);
            BeginAfresh();
            ReplaceServing("asked to restart", inTandem);
        }
    }

    /// <summary>Out of tandem the run must go first, and with it whatever update was under way.</summary>
    private void ReplaceServing(string cause, bool inTandem)
    {
        if (inTandem) BeginUpdate(cause);
        else EnterRestarting(cause);
    }

    /// <summary>The timer is about the run that serves: when another one does, it is to be set again.</summary>
    private void ScheduleIdleStop()
    {
        if (UntilIdle() is { } remaining)
        {
            Timers.StartSingleTimer(IdleKey, new IdleTimeReached(_run!.Number), remaining);
        }
    }

    private TimeSpan? UntilIdle() =>
        IdlePolicy.Remaining(Time.GetElapsedTime(_lastUse), _plan!.IdleTime, _holds.Count + _upheldBy.Count);

    private void StopIfIdle()
    {
        if (_dependents.Any || _updateWaiters.Any)
        {
            // Somebody waits for what it is going to be.
            _lastUse = Time.GetTimestamp();
        }

        if (UntilIdle() == TimeSpan.Zero)
        {
            EnterStopping("idle", byItself: true);
        }
        else
        {
            ScheduleIdleStop();
        }
    }
}
