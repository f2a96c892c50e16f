using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    /// <summary>Ends what is left of the old run, then starts a new one on the same port, after a wait if there must be one; callers wait for it.</summary>
    private void EnterRestarting(string cause, TimeSpan wait = default)
    {
        LeaveStarted(cause);

        // The run that is begun now is what an update would have come to.
        _startWaiters.AddAll(_updateWaiters.TakeAll());
        EndUpdate(Failures.Stopped(_name));
        BeginSteps(_run, wait);
    }

    /// <summary>The candidate of an update is what everybody waits for now; it goes on where it is.</summary>
    private void EnterRestartingWithCandidate(Run lost, string cause) => LeaveStarted(cause, lost);

    private void LeaveStarted(string cause, Run? lost = null)
    {
        _restarts++;
        Timers.Cancel(IdleKey);
        if (_run is { } run) StopVitals(run);
        Transition(ChildState.Restarting, Restarting, cause, lost);
    }

    private void Restarting(object message) => ComingUp(message, "asked to stop while restarting");

    /// <summary>A restart that does not come up is not tried again before the fault timeout.</summary>
    private void FailRestarting(StartFailed failure, string cause)
    {
        _failedStarts++;
        EnterFaulted(failure, cause);
    }
}
