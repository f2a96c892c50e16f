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
            case StartChild start: StartFromStopped(start); break;
            case RestartChild restart: StartAfresh(restart); break;
            case StopChild:
                ForgetFailures();
                _lastError = null;
                ReleaseWatch();
                Sender.Tell(new StopResult(_name, StopOutcome.AlreadyStopped));
                break;
            case SourceChanged change when IsWatched(change) && _lastError is not null:
                ForgetFailures();
                EnterStarting($"changed: {change.Path}");
                break;
            default: HandleInAnyState(message); break;
        }
    }

    private void StartFromStopped(StartChild start)
    {
        if (!TryPlan(start.Spec, out ChildSpec? spec, out ChildPlan? plan) || !Await(start.Spec, plan))
        {
            return;
        }

        // Another spec deserves attempts of its own.
        if (_plan is not null && !PlanComparison.IsSame(_plan, plan))
        {
            ForgetFailures();
        }

        Adopt(spec, plan);
        if (StartPolicy.Exhausted(_failedStarts, plan.Attempts))
        {
            EnterFaulted(_lastError!, $"{_failedStarts} starts in a row failed");
        }
        else
        {
            EnterStarting("asked to start");
        }
    }

    /// <summary>RestartChild where nothing runs: a start that forgets what went wrong before.</summary>
    private void StartAfresh(RestartChild restart)
    {
        if (TryPlan(restart, out ChildSpec? spec, out ChildPlan? plan) && Await(restart.Spec, plan))
        {
            Adopt(spec, plan);
            ForgetFailures();
            EnterStarting("asked to restart");
        }
    }
}
