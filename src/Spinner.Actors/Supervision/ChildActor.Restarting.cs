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

    private void Restarting(object message) => ComingUp(message, "asked to stop while restarting");

    /// <summary>A restart that does not come up is not tried again before the fault timeout.</summary>
    private void FailRestarting(StartFailed failure)
    {
        _failedStarts++;
        EnterFaulted(failure, $"restart failed: {failure.Reason}");
    }
}
