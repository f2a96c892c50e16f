using Akka.Actor;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    /// <summary>Failed too often: refuses to start until the fault timeout has passed. The watch stays armed.</summary>
    private void EnterFaulted(StartFailed failure, string cause)
    {
        bool wasStarting = _state is ChildState.Starting or ChildState.Restarting;
        TimeSpan retryAfter = _plan!.FaultTimeout;
        _faultedAt = Time.GetTimestamp();
        _lastError = failure;
        Timers.Cancel(IdleKey);
        Transition(ChildState.Faulted, Faulted, cause);
        if (wasStarting)
        {
            Publish(new ChildError(_name, _version, failure));
        }

        Publish(new ChildFaulted(_name, _version, retryAfter, failure));

        // Who waited for a start that was tried gets its failure; who asked for one too many is told of the fault.
        AnswerFailed(wasStarting ? failure with { RetryAfter = retryAfter } : Failures.Faulted(_name, failure, retryAfter));
        SweepCrashed();
        if (_run is null)
        {
            ReturnLease();
        }
    }

    private void Faulted(object message)
    {
        switch (message)
        {
            case StartChild start: StartFromFaulted(start); break;
            case RestartChild restart: StartAfresh(restart); break;
            case StopChild:
                _stopWaiters.Add(Sender);
                EnterStopping("asked to stop");
                break;
            case SourceChanged change when IsWatched(change):
                ForgetFailures();
                EnterStarting($"changed: {change.Path}");
                break;
            case RunGone fact when IsCurrent(fact):
                ForgetRun();
                ReturnLease();
                break;
            case KillDeadlineReached fact when IsCurrent(fact): GiveUpKilling(); break;
            default:
                if (!HandleEnding(message)) HandleInAnyState(message);
                break;
        }
    }

    private void StartFromFaulted(StartChild start)
    {
        if (!TryPlan(start.Spec, out ChildSpec? spec, out ChildPlan? plan))
        {
            return;
        }

        bool isNew = _plan is not null && !PlanComparison.IsSame(_plan, plan);
        TimeSpan? retryAfter = isNew ? null : RetryAfter();
        if (retryAfter is { } wait)
        {
            Sender.Tell(Failures.Faulted(_name, _lastError, wait));
            return;
        }

        if (!Await(start.Spec, plan))
        {
            return;
        }

        Adopt(spec, plan);
        if (isNew)
        {
            ForgetFailures();
        }

        _probation = !isNew;
        EnterStarting(isNew ? "asked to start with another spec" : "asked to start after the fault timeout");
    }

    private TimeSpan? RetryAfter() => StartPolicy.RetryAfter(Time.GetElapsedTime(_faultedAt), _plan!.FaultTimeout);
}
