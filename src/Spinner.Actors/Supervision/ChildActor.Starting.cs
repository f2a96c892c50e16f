using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    /// <summary>Set while the one spawn that is allowed after a fault runs: its failure faults again.</summary>
    private bool _probation;

    /// <summary>Goes through the steps of a start (ChildActor.Steps.cs) until the child listens; callers wait.</summary>
    private void EnterStarting(string cause)
    {
        Transition(ChildState.Starting, Starting, cause);
        BeginSteps();
    }

    private void Starting(object message)
    {
        switch (message)
        {
            case StartChild start: Join(start); break;
            case RestartChild restart: ReplaceOnRequest(restart); break;
            case StopChild:
                _stopWaiters.Add(Sender);
                EnterStopping("asked to stop while starting");
                break;
            case SourceChanged change when IsWatched(change):
                ForgetFailures();
                ReplaceRun($"changed: {change.Path}");
                break;
            default:
                if (!HandleStep(message)) HandleInAnyState(message);
                break;
        }
    }

    /// <summary>A failed start: counted if a spawn or a build was tried, answered to all who wait.</summary>
    private void FailStarting(StartFailed failure)
    {
        _failedStarts += failure.Reason == StartFailureReason.NoPort ? 0 : 1;
        if (_probation)
        {
            EnterFaulted(failure, "the start after a fault failed");
            return;
        }

        _lastError = failure;
        EnterStopped($"start failed: {failure.Reason}");
        Publish(new ChildError(_name, _version, failure));
        AnswerFailed(failure);
    }

    /// <summary>RestartChild in Starting and Restarting: the caller joins, and gets the run after this one.</summary>
    private void ReplaceOnRequest(RestartChild restart)
    {
        if (TryPlan(restart, out ChildSpec? spec, out ChildPlan? plan) && Await(restart.Spec, plan))
        {
            Adopt(spec, plan);
            ForgetFailures();
            ReplaceRun("asked to restart");
        }
    }
}
