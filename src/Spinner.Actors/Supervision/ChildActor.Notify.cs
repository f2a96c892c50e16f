using Akka.Event;
using Spinner.Probes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What a run says of itself, as sd_notify(3) has it.</summary>
internal sealed partial class ChildActor
{
    private void OnNotified(Run run, NotifyMessage message)
    {
        if (message.Status is { } status) run.Status = status.Length > 0 ? status : null;
        if (message.WatchdogInterval is { } silence) run.Vitals.LongestSilence = silence;
        if (message.Stopping) OnLeaving(run);
        if (run.Step is Step.Spawn or Step.Ready)
        {
            // A quick child's first words may overtake the news that it is there.
            if (message.ExtendTimeout is { } more) GiveMoreTime(run, more);
            if (message.Ready && run.Plan.Readiness.Kind == ReadinessKind.Notify)
            {
                run.Readiness.IsSaid = true;
                BecomeReadyIfAllIsWell(run);
            }
        }
        else if (run == _run && _state == ChildState.Started && !run.IsLeaving && run.Plan.Liveness.Kind == LivenessKind.Watchdog)
        {
            OnWatchdogFed(run, message);
        }
    }

    private void OnWatchdogFed(Run run, NotifyMessage message)
    {
        if (message.WatchdogTrigger)
        {
            OnUnhealthy(run, "it has asked for its watchdog to bite");
        }
        else if (message.Watchdog || message.WatchdogInterval is not null)
        {
            FeedWatchdog(run);
            NotePass(run, "its watchdog is fed");
        }
    }

    /// <summary>As sd_notify(3) has it: the time counts from now on, and never takes away from what its plan gives it.</summary>
    private void GiveMoreTime(Run run, TimeSpan more)
    {
        TimeSpan taken = run.Step == Step.Ready ? Time.GetElapsedTime(run.Readiness.Began) : TimeSpan.Zero;
        TimeSpan patience = taken + more;
        run.Readiness.Patience = patience > run.Plan.StartTimeout ? patience : run.Plan.StartTimeout;
        if (run.Step == Step.Ready)
        {
            Timers.StartSingleTimer((StartDeadlineKey, run.Number), new StartDeadlineReached(run.Number), run.Readiness.Patience - taken);
        }
    }

    /// <summary>It is going to end: nobody is sent to it any more, and it has as long for it as if it had been asked.</summary>
    private void OnLeaving(Run run)
    {
        if (!run.IsLeaving && run is { Step: Step.Up, Asked: false, Killed: false })
        {
            _log.Info("Run {Run} says that it is going to end", run.Number);
            run.IsLeaving = true;
            StopVitals(run);
            Timers.StartSingleTimer((StopDeadlineKey, run.Number), new StopDeadlineReached(run.Number), run.Plan.StopTimeout);
        }
    }
}
