using Akka.Actor;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>The children this one waits for, and those that wait for it.</summary>
internal sealed partial class ChildActor
{
    /// <summary>They wait for more than that it is started.</summary>
    private readonly Waiters _dependents;

    /// <summary>The children that need this one while they run, and their runs: as long as there are any it is not idle.</summary>
    private readonly Dictionary<IActorRef, HashSet<int>> _upheldBy = [];

    /// <summary>Its last run ended by itself, with a success code.</summary>
    private bool _completed;

    private void AwaitDependencies(Run run)
    {
        run.Step = Step.Depend;
        foreach ((string name, DependencyCondition condition) in run.Plan.DependsOn)
        {
            run.Dependencies.Add(name);
            Context.Parent.Tell(new AwaitDependency(name, condition, _name, run.Number));
        }

        if (run.Dependencies.Count == 0) ArmWatch(run);
    }

    private void OnDependencyMet(Run run, ChildName dependency)
    {
        run.Dependencies.Remove(dependency.Value);
        if (run.Dependencies.Count == 0)
        {
            run.Mark("depend");
            ArmWatch(run);
        }
    }

    /// <summary>The child is started, which is all that some wait for.</summary>
    private void AnswerDependent(Waiter dependent)
    {
        AwaitDependency ask = dependent.Wish.Dependence!;
        ChildPlan plan = _run!.Plan;
        bool isHealthy = plan.Liveness.Kind == LivenessKind.None || _run.Vitals.Health == ChildHealth.Healthy;
        if (ask.Condition == DependencyCondition.Started || (ask.Condition == DependencyCondition.Healthy && isHealthy))
        {
            Uphold(dependent.Asker, ask.Run);
            dependent.Asker.Tell(new DependencyMet(ask.Run, _name));
        }
        else if (ask.Condition == DependencyCondition.Completed && plan.Restart is not (RestartMode.OnFailure or RestartMode.Never))
        {
            dependent.Asker.Tell(new DependencyFailed(ask.Run, Failures.NeverCompletes(_name, plan.Restart)));
        }
        else
        {
            WaitOn(dependent);
        }
    }

    private void Uphold(IActorRef dependent, int run)
    {
        if (!_upheldBy.TryGetValue(dependent, out HashSet<int>? runs))
        {
            _upheldBy.Add(dependent, runs = []);
            Context.Watch(dependent);
        }

        runs.Add(run);
        Timers.Cancel(IdleKey);
    }

    /// <summary>A run of the other child is gone (null: its actor is), and needs this one no longer.</summary>
    private void LetGo(IActorRef dependent, int? run = null)
    {
        if (!_upheldBy.TryGetValue(dependent, out HashSet<int>? runs))
        {
            return;
        }

        if (run is { } gone) runs.Remove(gone);
        if (run is null || runs.Count == 0)
        {
            _upheldBy.Remove(dependent);
            Context.Unwatch(dependent);
            if (_state == ChildState.Started)
            {
                _lastUse = Time.GetTimestamp();
                ScheduleIdleStop();
            }
        }
    }

    /// <summary>Nothing is left of a run: what it depended on need not stay up for it.</summary>
    private static void LeaveDependencies(Run run)
    {
        foreach (string name in run.Plan.DependsOn.Keys)
        {
            Context.Parent.Tell(new DependencyLeft(name, run.Number));
        }
    }

    /// <summary>It waits on, for this run to be healthy or to have done its work.</summary>
    private void WaitOn(Waiter dependent)
    {
        if (!_dependents.TryAdd(dependent))
        {
            dependent.Asker.Tell(dependent.Wish.Refusal(Failures.Busy(_name, _services.Options.MaxWaiters)));
        }
    }

    /// <summary>It has become healthy.</summary>
    private void AnswerDependents()
    {
        foreach (Waiter dependent in _dependents.TakeAll())
        {
            AnswerDependent(dependent);
        }
    }

    /// <summary>Nothing runs any more: it has completed, or never will.</summary>
    private void AnswerDependentsOfEnd(Func<AwaitDependency, StartFailed> why)
    {
        foreach (Waiter dependent in _dependents.TakeAll())
        {
            AwaitDependency ask = dependent.Wish.Dependence!;
            dependent.Asker.Tell(_completed && ask.Condition == DependencyCondition.Completed
                ? new DependencyMet(ask.Run, _name)
                : new DependencyFailed(ask.Run, why(ask)));
        }
    }
}
