using Akka.Actor;
using Akka.Event;
using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Watching;

namespace Spinner.Supervision;

/// <summary>
/// The watch on the child's source: armed by a start, before the spawn, so that no later change goes unnoticed; kept through failures and faults,
/// released by a stop.
/// </summary>
internal sealed partial class ChildActor
{
    private readonly ChangeLimit _changes = new();
    private IDisposable? _watch;
    private ChildPlan? _watched;
    private bool _watchArmed;
    private bool _watchSuspended;
    private int _watchNumber;

    /// <summary>The step Watch. A watch that is there already is kept.</summary>
    private void ArmWatch(Run run)
    {
        run.Step = Step.Watch;
        WatchSource(run.Plan);
        if (_watch is null || _watchArmed)
        {
            BuildScript(run);
        }
    }

    private void WatchSource(ChildPlan plan)
    {
        if (_watchSuspended || (_watched is not null && WatchesTheSame(_watched, plan)))
        {
            return;
        }

        ReleaseWatch();
        _watched = plan;
        if (plan.Monitor.Count > 0)
        {
            (IActorRef self, int number) = (Self, ++_watchNumber);
            _watch = _services.Watcher.Watch(
                new WatchRequest(plan.BaseDirectory, plan.Monitor, plan.MonitorExclude),
                error => self.Tell(new WatchArmed(number, error), ActorRefs.NoSender),
                path => self.Tell(new SourceChanged(number, path), ActorRefs.NoSender));
        }
    }

    private void OnWatchArmed(string? error)
    {
        if (error is not null)
        {
            _log.Warning("The source is not watched: {Error}", error);
            ReleaseWatch();
        }

        _watchArmed = true;
        foreach (Run run in new[] { _run, _twin }.OfType<Run>().Where(run => run.Step == Step.Watch).ToArray())
        {
            run.Mark("watch");
            if (error is null) BuildScript(run);
            else Fail(run, Failures.SpawnFailed(run, error));
        }
    }

    /// <summary>The next run, which is yet to be begun, starts from the source as it will be then: one more change costs no more restarts.</summary>
    private bool IsAboutToRestart => _pendingUpdate is not null || (_update == UpdatePhase.Starting ? _twin : _run) is { Step: Step.Drain };

    /// <summary>A change that is to be acted on. One too many within a minute is not, nor are those after it.</summary>
    private bool IsNews(SourceChanged change)
    {
        if (_watch is null || change.Watch != _watchNumber)
        {
            return false;
        }

        if (IsAboutToRestart || _changes.Allows(Time.GetElapsedTime(0)))
        {
            return true;
        }

        _log.Warning("{Path} has changed, for the {Count}th time within a minute: the source is not watched any more", change.Path, ChangeLimit.MaxRestarts + 1);
        ReleaseWatch();
        _watchSuspended = true;
        _version++;
        Publish(new ChildWatchSuspended(_name, _version, change.Path)
        {
            Cause = $"more than {ChangeLimit.MaxRestarts} restarts by change within a minute; a stop or a restart by request watches again",
        });
        return false;
    }

    private static bool WatchesTheSame(ChildPlan one, ChildPlan other) =>
        one.BaseDirectory == other.BaseDirectory
        && one.Monitor.SequenceEqual(other.Monitor, StringComparer.Ordinal)
        && one.MonitorExclude.SequenceEqual(other.MonitorExclude, StringComparer.Ordinal);

    private void ReleaseWatch()
    {
        _watch?.Dispose();
        (_watch, _watched, _watchArmed) = (null, null, false);
    }
}
