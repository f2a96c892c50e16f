using Akka.Actor;
using Spinner.Policies;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    /// <summary>The answer of every StartChild while this run serves; kept, for it is asked for often.</summary>
    private StartSucceeded? _started;
    private long _startedAt;
    private long _lastUse;

    /// <summary>The child listens: who waited is answered, the idle clock runs.</summary>
    private void EnterStarted(ChildEndpoint endpoint)
    {
        bool isRestart = _state == ChildState.Restarting;
        string because = _cause;
        (_failedStarts, _probation, _lastError) = (0, false, null);
        _started = new StartSucceeded(_name, endpoint, _run!.Process!.Identity.Pid, _run.Number, _run.Journey);
        _startedAt = _lastUse = Time.GetTimestamp();
        Transition(ChildState.Started, Started, $"listens on {endpoint}");
        Publish(isRestart
            ? new ChildRestarted(_name, _version, _run.Number, endpoint) { Cause = because }
            : new ChildStarted(_name, _version, _run.Number, endpoint));
        AnswerStarted(_started);
        SweepCrashed();
        ScheduleIdleStop();
    }

    private void Started(object message)
    {
        switch (message)
        {
            case StartChild start:
                _lastUse = Time.GetTimestamp();
                AnswerRunning(start);
                break;
            case TouchChild:
                _lastUse = Time.GetTimestamp();
                Sender.Tell(new TouchResult(_name, _state, Touched: true));
                break;
            case StopChild:
                _stopWaiters.Add(Sender);
                EnterStopping("asked to stop");
                break;
            case RestartChild restart: RestartOnRequest(restart); break;
            case SourceChanged change when IsWatched(change):
                ForgetFailures();
                EnterRestarting($"changed: {change.Path}");
                break;
            case ProcessExited fact when IsCurrent(fact): OnCrash(fact.Status); break;
            case IdleTimeReached fact when IsCurrent(fact): StopIfIdle(); break;
            default: HandleInAnyState(message); break;
        }
    }

    private void AnswerRunning(StartChild start)
    {
        if (AsksForTheSame(start.Spec))
        {
            Sender.Tell(_started!);
        }
        else if (TryPlan(start.Spec, out _, out ChildPlan? plan))
        {
            Sender.Tell(PlanComparison.IsSame(plan, _run!.Plan) ? _started! : _started! with { SpecDiffers = true });
        }
    }

    private void RestartOnRequest(RestartChild restart)
    {
        if (TryPlan(restart, out ChildSpec? spec, out ChildPlan? plan) && Await(restart.Spec, plan))
        {
            Adopt(spec, plan);
            ForgetFailures();
            EnterRestarting("asked to restart");
        }
    }

    /// <summary>
    /// An exit nobody asked for. What is left of the group is killed at once, so that it holds neither port nor files. Strays are looked for
    /// when no restart waits for it.
    /// </summary>
    private void OnCrash(ExitStatus status)
    {
        TimeSpan? sincePrevious = _lastUnexpectedExit is { } previous ? Time.GetElapsedTime(previous) : null;
        _lastUnexpectedExit = Time.GetTimestamp();
        NoteExit(status);
        bool faults = RestartPolicy.Faults(sincePrevious, _run!.Plan.RestartTolerance);
        _crashed = faults ? null : Marker(_run);
        KillRun(faults ? RunScope.Run : RunScope.Group);
        if (faults)
        {
            EnterFaulted(Failures.CrashedAgain(_run), $"ended with {status} within the restart tolerance");
        }
        else
        {
            EnterRestarting($"ended with {status}");
        }
    }

    private void ScheduleIdleStop()
    {
        if (IdlePolicy.Remaining(Time.GetElapsedTime(_lastUse), _plan!.IdleTime) is { } remaining)
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
