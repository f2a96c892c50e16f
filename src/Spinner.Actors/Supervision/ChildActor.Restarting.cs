using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    /// <summary>Ends what is left of the old run, then starts a new one on the same port; callers wait for it.</summary>
    private void EnterRestarting(string cause)
    {
        _restarts++;
        Timers.Cancel(IdleKey);
        Transition(ChildState.Restarting, Restarting, cause);
        BeginSteps();
    }

    private void Restarting(object message)
    {
        switch (message)
        {
            case StartChild start: Join(start); break;
            case RestartChild restart: ReplaceOnRequest(restart); break;
            case StopChild:
                _stopWaiters.Add(Sender);
                EnterStopping("asked to stop while restarting");
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

    /// <summary>A restart that does not come up is not tried again before the fault timeout.</summary>
    private void FailRestarting(StartFailed failure)
    {
        _failedStarts++;
        EnterFaulted(failure, $"restart failed: {failure.Reason}");
    }
}
