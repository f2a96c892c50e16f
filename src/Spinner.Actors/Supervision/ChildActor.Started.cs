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
        SweepCrashed();
        ScheduleIdleStop();
    }

    private void Started(object message)
    {
        switch (message)
        {
            case StartChild start:
                _lastUse = Time.GetTimestamp();
                AnswerStart(start);
                break;
            case AcquireChild or AwaitDependency:
                _lastUse = Time.GetTimestamp();
                AnswerWish(Wish.In(message)!);
                break;
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
            case Notified fact when IsCurrent(fact): OnNotified(_run!, fact.Message); break;
            case IdleTimeReached fact when IsCurrent(fact): StopIfIdle(); break;
            case IRunFact fact when IsCurrent(fact) && HandleVitals(_run!, message): break;
            default:
                if (_update != UpdatePhase.Starting || !HandleStep(_twin!, message)) HandleInAnyState(message);
                break;
        }
    }

    /// <summary>The most frequent question of all: mostly nothing needs to be made for its answer.</summary>
    private void AnswerStart(StartChild start)
    {
        Run run = _run!;
        if (!run.IsLeaving && AsksFor(run.Spec, start.Spec))
        {
            Sender.Tell(run.Started!);
        }
        else
        {
            AnswerWish(Wish.Of(start));
        }
    }

    private void AnswerWish(Wish wish)
    {
        if (!TryPlan(wish, out Request request))
        {
            return;
        }

        if (_run!.IsLeaving)
        {
            Await(_startWaiters, request);
        }
        else
        {
            AnswerRunning(new Waiter(Sender, wish, wish.Spec.IsBare ? null : request.Plan));
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

    private void ScheduleIdleStop()
    {
        if (_holds.Count == 0 && IdlePolicy.Remaining(Time.GetElapsedTime(_lastUse), _plan!.IdleTime) is { } remaining)
        {
            Timers.StartSingleTimer(IdleKey, new IdleTimeReached(_run!.Number), remaining);
        }
    }

    private void StopIfIdle()
    {
        if (IdlePolicy.Remaining(Time.GetElapsedTime(_lastUse), _plan!.IdleTime) == TimeSpan.Zero)
        {
            EnterStopping("idle");
        }
        else
        {
            ScheduleIdleStop();
        }
    }
}
