using Akka.Actor;
using Akka.Event;
using Spinner.Policies;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Whether the run that serves is well: its liveness check, its watchdog, its memory.</summary>
internal sealed partial class ChildActor
{
    private const string LivenessKey = "liveness";
    private const string WatchdogKey = "watchdog";
    private const string MemoryKey = "memory";

    private static readonly TimeSpan _memoryInterval = TimeSpan.FromSeconds(5);

    private void BeginVitals(Run run)
    {
        switch (run.Plan.Liveness.Kind)
        {
            case LivenessKind.None: break;
            case LivenessKind.Watchdog: FeedWatchdog(run); break;
            default: Timers.StartSingleTimer((LivenessKey, run.Number), new LivenessDue(run.Number), run.Plan.Liveness.Interval!.Value); break;
        }

        if (run.Plan.MemoryLimit > 0) MeasureMemoryAfter(run, _memoryInterval);
    }

    private void StopVitals(Run run)
    {
        run.Vitals.Dispose();
        Timers.Cancel((LivenessKey, run.Number));
        Timers.Cancel((WatchdogKey, run.Number));
        Timers.Cancel((MemoryKey, run.Number));
    }

    /// <summary>Facts about the health of the run that serves. One that is about to end by itself need not be well.</summary>
    private bool HandleVitals(Run run, object message)
    {
        switch (message)
        {
            case IRunFact when run.IsLeaving: return false;
            case LivenessDue: CheckLiveness(run); return true;
            case LivenessChecked fact: OnLivenessChecked(run, fact.Complaint); return true;
            case WatchdogStarved:
                OnUnhealthy(run, "it has sent no WATCHDOG=1 in time");
                return true;
            case MemoryDue: MeasureMemory(run); return true;
            case MemoryMeasured fact: OnMemoryMeasured(run, fact.Usage); return true;
            default: return false;
        }
    }

    private void CheckLiveness(Run run)
    {
        (IActorRef self, int number) = (Self, run.Number);
        run.Vitals.Check = _services.Health.Check(
            HealthTargets.OfLiveness(run, Marker(run), _services.InheritedEnvironment, _services.Options.BindAddress),
            complaint => self.Tell(new LivenessChecked(number, complaint), ActorRefs.NoSender));
    }

    private void OnLivenessChecked(Run run, string? complaint)
    {
        LivenessCheck check = run.Plan.Liveness;
        Vitals vitals = run.Vitals;
        if (complaint is not null) vitals.Successes = 0;
        if (complaint is null)
        {
            NotePass(run, "its liveness check passes");
        }
        else if (Time.GetElapsedTime(run.StartedAt) >= check.Grace)
        {
            vitals.Failures++;
            _log.Warning("Liveness check failed, {Failures} of {Limit}: {Complaint}", vitals.Failures, check.Failures, complaint);
            if (vitals.Failures >= check.Failures)
            {
                OnUnhealthy(run, $"its liveness check failed {vitals.Failures} times in a row: {complaint}");
                return;
            }
        }

        Timers.StartSingleTimer((LivenessKey, run.Number), new LivenessDue(run.Number), check.Interval!.Value);
    }

    private void NotePass(Run run, string cause)
    {
        (run.Vitals.Failures, run.Vitals.Successes) = (0, run.Vitals.Successes + 1);
        if (run.Vitals.Successes >= run.Plan.Liveness.Successes) SetHealth(run, ChildHealth.Healthy, cause);
    }

    private void OnUnhealthy(Run run, string cause)
    {
        SetHealth(run, ChildHealth.Unhealthy, cause);
        OnUnwell(cause);
    }

    private void SetHealth(Run run, ChildHealth health, string cause)
    {
        if (run.Vitals.Health != health)
        {
            run.Vitals.Health = health;
            _version++;
            Publish(new ChildHealthChanged(_name, _version, health) { Cause = cause });
            if (health == ChildHealth.Healthy) AnswerDependents();
        }
    }

    /// <summary>It may be silent for so long from now on, and in any case until its grace is over.</summary>
    private void FeedWatchdog(Run run)
    {
        TimeSpan silence = run.Vitals.LongestSilence ?? run.Plan.Liveness.Timeout!.Value;
        if (silence <= TimeSpan.Zero)
        {
            Timers.Cancel((WatchdogKey, run.Number));
            return;
        }

        TimeSpan grace = run.Plan.Liveness.Grace!.Value - Time.GetElapsedTime(run.StartedAt);
        Timers.StartSingleTimer((WatchdogKey, run.Number), new WatchdogStarved(run.Number), silence > grace ? silence : grace);
    }

    private void MeasureMemoryAfter(Run run, TimeSpan time) =>
        Timers.StartSingleTimer((MemoryKey, run.Number), new MemoryDue(run.Number), time);

    private void MeasureMemory(Run run)
    {
        (IActorRef self, int number) = (Self, run.Number);
        _services.Meter.Measure(run.Process!.Identity, usage => self.Tell(new MemoryMeasured(number, usage), ActorRefs.NoSender));
    }

    private void OnMemoryMeasured(Run run, GroupUsage? usage)
    {
        long limit = run.Plan.MemoryLimit;
        if (usage?.ResidentBytes > limit)
        {
            OnTooLarge(run, $"its processes hold {Limits.SizeText(usage.ResidentBytes)} of memory, more than the limit of {Limits.SizeText(limit)}");
        }
        else
        {
            MeasureMemoryAfter(run, _memoryInterval);
        }
    }

    /// <summary>In tandem it is well enough to serve on while its successor comes up.</summary>
    private void OnTooLarge(Run run, string cause)
    {
        if (!run.Plan.Tandem) OnUnwell(cause);
        else if (_twin is null) OnUnwell(cause, servesOn: true);
        else MeasureMemoryAfter(run, _memoryInterval); // its successor is on the way, or the run before it is not gone yet
    }
}
