using Akka.Event;
using Spinner.Policies;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What becomes of a run that does not come up.</summary>
internal sealed partial class ChildActor
{
    /// <summary>The start has failed: kill what there is of it, in or out of the group, before anybody is told.</summary>
    private void Clear(Run run, StartFailureReason reason)
    {
        (run.Step, run.Failing) = (Step.Clear, reason);
        Timers.Cancel((StartDeadlineKey, run.Number));
        run.StopWaiting();
        run.OutlivedGrace = true; // a start that fails is given none
        Kill(run, RunScope.Run);
    }

    private void OnCleared(Run run)
    {
        if (run.Failing == StartFailureReason.Exited
            && run.Plan.Listen == ListenMode.Bind
            && run.Lease is { } lease
            && _services.Probe.IsListenedOn(lease.Endpoint))
        {
            // Nothing of the run is left, so whoever listens there is the reason it could not.
            (run.Failing, run.Stranger) = (StartFailureReason.PortTaken, "");
        }

        switch (run.Failing)
        {
            case StartFailureReason.PortTaken: TakeAnotherPort(run); break;
            case StartFailureReason.TimedOut: Fail(run, Failures.TimedOut(run)); break;
            default: Fail(run, Failures.Exited(run)); break;
        }
    }

    /// <summary>A stranger on the leased port is not the child's fault: another port, not counted as a failed start.</summary>
    private void TakeAnotherPort(Run run)
    {
        _log.Warning("{Endpoint} was taken by {Stranger}", run.Endpoint, run.Stranger.Length == 0 ? "another process" : run.Stranger);
        if (++run.PortReplacements > PortPolicy.MaxReplacements)
        {
            Fail(run, Failures.PortTaken(run));
            return;
        }

        ReturnLease(run, quarantine: true);
        Replace(run, TimeSpan.Zero);
    }

    /// <summary>Nothing of the run is left. The state decides what a failure means.</summary>
    private void Fail(Run run, StartFailed failure)
    {
        string cause = "";
        if (run != _twin && _state == ChildState.Restarting && TriesAgain(run, failure, out cause))
        {
            return;
        }

        Remove(run, quarantine: failure.Reason == StartFailureReason.PortTaken);
        if (run == _twin)
        {
            _twin = null;
            FailUpdate(failure);
            return;
        }

        _run = null;
        if (_state == ChildState.Restarting) FailRestarting(failure, cause);
        else FailStarting(failure);
    }
}
