using Akka.Event;
using Spinner.Policies;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>The last step, waiting for the child to listen, and what becomes of a start that fails there.</summary>
internal sealed partial class ChildActor
{
    private StartFailureReason _failing;
    private string _stranger = "";
    private int _portReplacements;

    private void OnListener(ProbeAnswer answer)
    {
        Timers.Cancel(StartDeadlineKey);
        _run!.StopWaiting();
        if (answer.Owner == ListenerOwner.Stranger)
        {
            _stranger = answer.Description;
            Clear(StartFailureReason.PortTaken);
            return;
        }

        if (answer.Owner == ListenerOwner.Unknown)
        {
            _log.Warning("Somebody listens on {Endpoint}; whether it is this child could not be seen", answer.Endpoint);
        }

        _run.Mark("listen");
        EnterStarted(answer.Endpoint);
    }

    /// <summary>The start has failed: kill what there is of it, in or out of the group, before anybody is told.</summary>
    private void Clear(StartFailureReason reason)
    {
        (_step, _failing) = (Step.Clear, reason);
        Timers.Cancel(StartDeadlineKey);
        _run!.StopWaiting();
        _run.OutlivedGrace = true; // a start that fails is given none
        KillRun(RunScope.Run);
    }

    private void OnCleared()
    {
        ChildEndpoint endpoint = _lease!.Endpoint;
        if (_failing == StartFailureReason.Exited && _services.Probe.IsListenedOn(endpoint))
        {
            // Nothing of the run is left, so whoever listens there is the reason it could not.
            (_failing, _stranger) = (StartFailureReason.PortTaken, "");
        }

        switch (_failing)
        {
            case StartFailureReason.PortTaken: TakeAnotherPort(endpoint); break;
            case StartFailureReason.TimedOut: Fail(Failures.TimedOut(_run!, endpoint)); break;
            default: Fail(Failures.Exited(_run!, endpoint)); break;
        }
    }

    /// <summary>A stranger on the leased port is not the child's fault: another port, not counted as a failed start.</summary>
    private void TakeAnotherPort(ChildEndpoint taken)
    {
        _log.Warning("{Endpoint} was taken by {Stranger}", taken, _stranger.Length == 0 ? "another process" : _stranger);
        if (++_portReplacements > PortPolicy.MaxReplacements)
        {
            Fail(Failures.PortTaken(_run!, taken, _stranger));
            return;
        }

        ReturnLease(quarantine: true);
        BeginRun();
    }

    /// <summary>Nothing of the run is left. The state decides what a failure means.</summary>
    private void Fail(StartFailed failure)
    {
        ForgetRun();
        ReturnLease(quarantine: failure.Reason == StartFailureReason.PortTaken);
        if (_state == ChildState.Restarting)
        {
            FailRestarting(failure);
        }
        else
        {
            FailStarting(failure);
        }
    }
}
