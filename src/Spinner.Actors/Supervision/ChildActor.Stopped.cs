using Akka.Actor;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    /// <summary>No process and no port. After a failed start the watch stays armed: saving the fix starts the child again.</summary>
    private void EnterStopped(string cause) => Transition(ChildState.Stopped, Stopped, cause);

    private void Stopped(object message)
    {
        switch (message)
        {
            case AwaitDependency { Condition: DependencyCondition.Completed } ask when _completed:
                Sender.Tell(new DependencyMet(ask.Run, _name));
                break;
            case StartChild or AcquireChild or AwaitDependency: StartFromStopped(Wish.In(message)!); break;
            case RestartChild restart: StartAfresh(restart); break;
            case StopChild stop:
                Pin(stop);
                BeginAfresh();
                _lastError = null;
                ReleaseWatch();
                Sender.Tell(new StopResult(_name, StopOutcome.AlreadyStopped));
                break;
            case SourceChanged change when _lastError is not null && IsNews(change):
                ForgetFailures();
                EnterStarting($"changed: {change.Path}");
                break;
            default: HandleInAnyState(message); break;
        }
    }

    private void StartFromStopped(Wish wish)
    {
        if (IsRefused(wish) || !TryPlan(wish, out Request request) || !Await(_startWaiters, request))
        {
            return;
        }

        // Another spec deserves attempts of its own.
        if (_plan is not null && !PlanComparison.IsSame(_plan, request.Plan))
        {
            ForgetFailures();
        }

        Adopt(request);
        if (StartPolicy.Exhausted(_failedStarts, request.Plan.Attempts))
        {
            EnterFaulted(_lastError!, _failedStarts == 1 ? "1 start failed" : $"{_failedStarts} starts in a row failed");
        }
        else
        {
            EnterStarting("asked to start");
        }
    }

    /// <summary>RestartChild where nothing runs: a start that forgets what went wrong before.</summary>
    private void StartAfresh(RestartChild restart)
    {
        if (TryPlan(restart, out Request request) && Await(_startWaiters, request))
        {
            Adopt(request);
            BeginAfresh();
            EnterStarting("asked to restart");
        }
    }
}
