using Akka.Actor;
using Akka.Event;
using Spinner.Policies;
using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>How a run ends, whatever the state: asked, then killed, then given up; and what is kept of it.</summary>
internal sealed partial class ChildActor
{
    private const string StopDeadlineKey = "stop-deadline";
    private const string KillDeadlineKey = "kill-deadline";

    private static readonly string[] _runTimers =
        [WaitKey, StartDeadlineKey, ReadinessKey, StopDeadlineKey, KillDeadlineKey, TandemKey, LivenessKey, WatchdogKey, MemoryKey];

    /// <summary>The marker of a run that has crashed and whose strays nobody has looked for yet.</summary>
    private string? _crashed;

    /// <summary>The stop signal, once; and a deadline. A run that is still being spawned is asked when it appears.</summary>
    private void AskToEnd(Run run)
    {
        run.StopWaiting();
        Timers.Cancel((StartDeadlineKey, run.Number));
        if (run.Process is not { } process)
        {
            return;
        }

        if (run.Killed)
        {
            KillAgain(run, process);
        }
        else if (run.Plan.StopTimeout == TimeSpan.Zero)
        {
            run.OutlivedGrace = true; // it was given none
            Kill(run, RunScope.Run);
        }
        else if (!run.Asked)
        {
            run.Asked = true;
            Timers.StartSingleTimer((StopDeadlineKey, run.Number), new StopDeadlineReached(run.Number), run.Plan.StopTimeout);
            process.Signal(run.Plan.StopSignal);
            process.Settle(RunScope.Run);
        }
    }

    /// <summary>A run that has been sent SIGKILL: a restart waits for the rest of its group only, a stop for its strays as well.</summary>
    private void KillAgain(Run run, IChildProcess process)
    {
        if (HasOutlivedKill(run))
        {
            Kill(run, RunScope.Run);
        }
        else if (_state == ChildState.Stopping)
        {
            process.Kill(RunScope.Run);
            process.Settle(RunScope.Run);
        }
    }

    private bool HasOutlivedKill(Run run) => run.Killed && !Timers.IsTimerActive((KillDeadlineKey, run.Number));

    private void Kill(Run run, RunScope scope)
    {
        run.Killed = true;
        run.StopWaiting();
        Timers.Cancel((StopDeadlineKey, run.Number));
        Timers.StartSingleTimer((KillDeadlineKey, run.Number), new KillDeadlineReached(run.Number), _services.Options.KillTimeout);
        run.Process!.Kill(scope);
        run.Process.Settle(scope);
    }

    private bool HandleEnding(Run run, object message)
    {
        switch (message)
        {
            case IRunFact fact when fact.Run != run.Number: return false;
            case ProcessSpawned fact:
                run.Process = fact.Process;
                AskToEnd(run);
                return true;
            case ProcessExited fact:
                NoteExit(run, fact.Status);
                return true;
            case StopDeadlineReached:
                _log.Warning("Did not end within {StopTimeout} of {Signal}: SIGKILL", Limits.Text(run.Plan.StopTimeout), NameOf(run.Plan.StopSignal));
                run.OutlivedGrace = true;
                Kill(run, RunScope.Run);
                return true;
            default: return false;
        }
    }

    private static string NameOf(StopSignal signal) => signal switch
    {
        StopSignal.Interrupt => "SIGINT",
        StopSignal.Quit => "SIGQUIT",
        StopSignal.HangUp => "SIGHUP",
        StopSignal.User1 => "SIGUSR1",
        StopSignal.User2 => "SIGUSR2",
        StopSignal.Kill => "SIGKILL",
        _ => "SIGTERM",
    };

    /// <summary>Processes live on after SIGKILL (waiting for a disk, say). The child is faulted and the port withheld.</summary>
    private void GiveUpKilling(Run run)
    {
        IReadOnlyList<int> survivors = run.Process!.Survivors();
        StartFailed failure = Failures.Unkillable(run, survivors);
        _log.Error("{Message}", failure.Message);
        ReturnLease(run, quarantine: true);
        if (run == _twin && _state != ChildState.Stopping)
        {
            // The other run serves, or comes up; this one is no longer in its way.
            if (_update == UpdatePhase.Starting || _pendingUpdate is not null)
            {
                (_updateCause, _pendingUpdate) = (_pendingUpdate ?? _updateCause, null);
                FailUpdate(failure);
            }

            return;
        }

        if (_queued is { IsWanted: true }) _queued = null;
        if (_state != ChildState.Faulted)
        {
            EnterFaulted(failure, "outlived SIGKILL");
        }

        AnswerStops(new StopResult(_name, StopOutcome.StillAlive) { Exit = run.Exit, Survivors = survivors });
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

    private void NoteExit(Run run, ExitStatus status)
    {
        run.Exit = status;
        if (run == _run) _lastExit = status;
        _services.Figures.NoteExit(_name, status);
        run.StopWaiting();
    }

    /// <summary>Nothing is left of it, and its endpoint is nobody's.</summary>
    private void Remove(Run run, bool quarantine = false)
    {
        Forget(run);
        ReturnLease(run, quarantine);
    }

    private void Forget(Run run)
    {
        foreach (string key in _runTimers)
        {
            Timers.Cancel((key, run.Number));
        }

        if (run == _run) _lastTail = run.Output?.Tail() ?? [];
        LeaveDependencies(run);
        run.Dispose();
    }

    private void ReturnLease(Run run, bool quarantine = false)
    {
        if (run is { Lease: { } lease, SharesLease: false })
        {
            _ports.Tell(new ReturnLease(lease, quarantine));
        }

        (run.Lease, run.SharesLease) = (null, false);
    }
}
