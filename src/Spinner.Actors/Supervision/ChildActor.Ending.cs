using Akka.Actor;
using Akka.Event;
using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>How a run ends, whatever the state: asked, then killed, then given up; and what is kept of it.</summary>
internal sealed partial class ChildActor
{
    /// <summary>The marker of a run that has crashed and whose strays nobody has looked for yet.</summary>
    private string? _crashed;

    /// <summary>The stop signal, once; and a deadline. A run that is still being spawned is asked when it appears.</summary>
    private void AskToEnd(Run run)
    {
        run.StopWaiting();
        Timers.Cancel(StartDeadlineKey);
        if (run.Process is not { } process)
        {
            return;
        }

        if (run.Killed)
        {
            KillAgain(process);
        }
        else if (run.Plan.StopTimeout == TimeSpan.Zero)
        {
            run.OutlivedGrace = true; // it was given none
            KillRun(RunScope.Run);
        }
        else if (!run.Asked)
        {
            run.Asked = true;
            Timers.StartSingleTimer(StopDeadlineKey, new StopDeadlineReached(run.Number), run.Plan.StopTimeout);
            process.Signal(run.Plan.StopSignal);
            process.Settle(RunScope.Run);
        }
    }

    /// <summary>A run that has been sent SIGKILL: a restart waits for the rest of its group only, a stop for its strays as well.</summary>
    private void KillAgain(IChildProcess process)
    {
        if (!Timers.IsTimerActive(KillDeadlineKey))
        {
            KillRun(RunScope.Run);
        }
        else if (_state == ChildState.Stopping)
        {
            process.Kill(RunScope.Run);
            process.Settle(RunScope.Run);
        }
    }

    private void KillRun(RunScope scope)
    {
        Run run = _run!;
        run.Killed = true;
        Timers.Cancel(StopDeadlineKey);
        Timers.StartSingleTimer(KillDeadlineKey, new KillDeadlineReached(run.Number), _services.Options.KillTimeout);
        run.Process!.Kill(scope);
        run.Process.Settle(scope);
    }

    private bool HandleEnding(object message)
    {
        switch (message)
        {
            case ProcessSpawned fact when IsCurrent(fact):
                _run!.Process = fact.Process;
                AskToEnd(_run);
                return true;
            case ProcessExited fact when IsCurrent(fact):
                NoteExit(fact.Status);
                return true;
            case StopDeadlineReached fact when IsCurrent(fact):
                _log.Warning("Did not end within {StopTimeout} of {Signal}: SIGKILL", _run!.Plan.StopTimeout, _run.Plan.StopSignal);
                _run.OutlivedGrace = true;
                KillRun(RunScope.Run);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Processes live on after SIGKILL (waiting for a disk, say). The child is faulted and its port withheld.</summary>
    private void GiveUpKilling()
    {
        IReadOnlyList<int> survivors = _run!.Process!.Survivors();
        StartFailed failure = Failures.Unkillable(_run, survivors);
        _log.Error("{Message}", failure.Message);
        _queued = null;
        ReturnLease(quarantine: true);
        if (_state != ChildState.Faulted)
        {
            EnterFaulted(failure, "outlived SIGKILL");
        }

        AnswerStops(new StopResult(_name, StopOutcome.StillAlive) { Exit = _run.Exit, Survivors = survivors });
    }

    /// <summary>Kills what a crashed run has left outside its group. Off the way of its restart: a look at every process takes its time.</summary>
    private void SweepCrashed()
    {
        if (_crashed is { } marker)
        {
            _crashed = null;
            _services.Launcher.Sweep(marker);
        }
    }

    private void NoteExit(ExitStatus status)
    {
        _run!.Exit = _lastExit = status;
        _run.StopWaiting();
    }

    private void ForgetRun()
    {
        Timers.Cancel(StartDeadlineKey);
        Timers.Cancel(StopDeadlineKey);
        Timers.Cancel(KillDeadlineKey);
        if (_run is not null)
        {
            _lastTail = _run.Output?.Tail() ?? [];
            _run.Dispose();
            _run = null;
        }
    }

    private void ReturnLease(bool quarantine = false)
    {
        if (_lease is not null)
        {
            _ports.Tell(new ReturnLease(_lease, quarantine));
            _lease = null;
        }
    }
}
