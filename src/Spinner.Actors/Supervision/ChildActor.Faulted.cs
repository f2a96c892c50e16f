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
        if (_run is { } run) StopVitals(run);
        Transition(ChildState.Faulted, Faulted, cause);
        if (wasStarting)
        {
            Publish(new ChildError(_name, _version, failure));
        }

        Publish(new ChildFaulted(_name, _version, retryAfter, failure));

        // Who waits for a start that was tried gets its failure; who asked for one too many is told of the fault.
        StartFailed why = wasStarting ? failure with { RetryAfter = retryAfter } : Failures.Faulted(_name, failure, retryAfter);
        EndUpdate(why);
        AnswerFailed(_startWaiters, why);
        AnswerDependentsOfEnd(_ => why);
        EndLeases(cause);
        SweepCrashed();
    }

    private void Faulted(object message)
    {
        switch (message)
        {
            case StartChild or AcquireChild or AwaitDependency: StartFromFaulted(Wish.In(message)!); break;
            case RestartChild restart: StartAfresh(restart); break;
            case StopChild stop: Stop(stop, "asked to stop"); break;
            case SourceChanged change when IsNews(change):
                ForgetFailures();
                EnterStarting($"changed: {change.Path}");
                break;
            case RunGone fact when IsCurrent(fact):
                Remove(_run!);
                _run = null;
                break;
            case KillDeadlineReached fact when IsCurrent(fact): GiveUpKilling(_run!); break;
            default:
                if (_run is null || !HandleEnding(_run, message)) HandleInAnyState(message);
                break;
        }
    }

    private void StartFromFaulted(Wish wish)
    {
        if (IsRefused(wish) || !TryPlan(wish, out Request request))
        {
            return;
        }

        bool isNew = _plan is not null && !PlanComparison.IsSame(_plan, request.Plan);
        TimeSpan? retryAfter = isNew ? null : RetryAfter();
        if (retryAfter is { } wait)
        {
            Sender.Tell(wish.Refusal(Failures.Faulted(_name, _lastError, wait)));
            return;
        }

        if (!Await(_startWaiters, request))
        {
            return;
        }

        Adopt(request);
        if (isNew)
        {
            ForgetFailures();
        }

        _probation = !isNew;
        EnterStarting(isNew ? "asked to start with another spec" : "asked to start after the fault timeout");
    }

    private TimeSpan? RetryAfter() => StartPolicy.RetryAfter(Time.GetElapsedTime(_faultedAt), _plan!.FaultTimeout);
}
