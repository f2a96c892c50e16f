using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    private string _stopCause = "";
    private (ChildSpec Spec, ChildPlan Plan)? _queued;

    /// <summary>Asks the process group to end; kills it when <see cref="ChildPlan.StopTimeout"/> has passed.</summary>
    private void EnterStopping(string cause)
    {
        bool wasFaulted = _state == ChildState.Faulted;
        _stopCause = cause;
        Timers.Cancel(IdleKey);
        ReleaseWatch();
        Transition(ChildState.Stopping, Stopping, cause);
        AnswerFailed(Failures.Stopped(_name));
        SweepCrashed();
        if (_run is { HasProcess: true } run)
        {
            AskToEnd(run);
        }
        else
        {
            FinishStop(wasFaulted ? StopOutcome.AlreadyStopped : StopOutcome.Exited);
        }
    }

    private void Stopping(object message)
    {
        switch (message)
        {
            // The last wish wins: a start waits for the run after this one, a stop takes it back.
            case StartChild start: Queue(start); break;
            case RestartChild restart: Queue(restart); break;
            case StopChild:
                AnswerFailed(Failures.Stopped(_name));
                _queued = null;
                _stopWaiters.Add(Sender);
                break;
            case RunGone fact when IsCurrent(fact):
                FinishStop(_run!.OutlivedGrace ? StopOutcome.Killed : StopOutcome.Exited);
                break;
            case ProcessRefused fact when IsCurrent(fact): FinishStop(StopOutcome.Exited); break;
            case KillDeadlineReached fact when IsCurrent(fact): GiveUpKilling(); break;
            default:
                if (!HandleEnding(message)) HandleInAnyState(message);
                break;
        }
    }

    private void Queue(StartChild start)
    {
        if (TryPlan(start.Spec, out ChildSpec? spec, out ChildPlan? plan) && Await(start.Spec, plan))
        {
            _queued = (spec, plan);
        }
    }

    private void Queue(RestartChild restart)
    {
        if (TryPlan(restart, out ChildSpec? spec, out ChildPlan? plan) && Await(restart.Spec, plan))
        {
            _queued = (spec, plan);
        }
    }

    private void FinishStop(StopOutcome outcome)
    {
        ExitStatus? exit = _run?.Exit;
        ForgetRun();
        ReturnLease();
        ForgetFailures();
        (_lastError, _restarts) = (null, 0);
        EnterStopped(_stopCause);
        Publish(new ChildStopped(_name, _version) { Cause = _stopCause, Exit = exit });
        AnswerStops(new StopResult(_name, outcome) { Exit = exit });
        if (_queued is { } next)
        {
            _queued = null;
            Adopt(next.Spec, next.Plan);
            EnterStarting("asked to start while stopping");
        }
    }
}
