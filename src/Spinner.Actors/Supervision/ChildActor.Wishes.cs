using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What callers ask for, and how they are answered.</summary>
internal sealed partial class ChildActor
{
    /// <summary>Plans what a spec asks for; one with errors is answered at once and changes nothing.</summary>
    private bool TryPlan(ChildSpec wish, [NotNullWhen(true)] out ChildSpec? spec, [NotNullWhen(true)] out ChildPlan? plan)
    {
        (spec, plan) = (wish.IsBare ? _queued?.Spec ?? _spec : wish, null);
        if (spec is null)
        {
            Sender.Tell(Failures.Unknown(_name));
            return false;
        }

        PlanResult result = PlanResolver.Resolve(spec, _services.Options.Defaults, _services.Options.MaxStopTimeout, _services.Files);
        plan = result.Plan;
        if (plan is null)
        {
            Sender.Tell(Failures.InvalidSpec(_name, result.Errors));
        }

        return plan is not null;
    }

    /// <summary>The same for RestartChild, whose spec is optional and may not rename the child.</summary>
    private bool TryPlan(RestartChild restart, [NotNullWhen(true)] out ChildSpec? spec, [NotNullWhen(true)] out ChildPlan? plan)
    {
        if (restart.Spec is { } other && other.Name != _name)
        {
            (spec, plan) = (null, null);
            Sender.Tell(Failures.InvalidSpec(_name, [$"The spec is named '{other.Name}', and RestartChild '{_name}' cannot rename it."]));
            return false;
        }

        return TryPlan(restart.Spec ?? new ChildSpec { Name = _name }, out spec, out plan);
    }

    /// <summary>Whether a caller asks for what the child has been given, without a look at the disk.</summary>
    private bool AsksForTheSame(ChildSpec wish) => _spec is not null && (_spec.IsSameAs(wish) || wish.IsBare);

    /// <summary>The caller waits for the present start. Another spec does not disturb it; the answer will say that it differs.</summary>
    private void Join(StartChild start)
    {
        if (AsksForTheSame(start.Spec))
        {
            Await(start.Spec, _plan);
        }
        else if (TryPlan(start.Spec, out _, out ChildPlan? plan))
        {
            Await(start.Spec, plan);
        }
    }

    /// <summary>The caller waits. It is told when the child comes up as something else than its spec; a bare name never differs.</summary>
    private bool Await(ChildSpec? wish, ChildPlan? plan)
    {
        if (_startWaiters.TryAdd(Sender, wish is null || wish.IsBare ? null : plan))
        {
            return true;
        }

        Sender.Tell(Failures.Busy(_name, _services.Options.MaxWaiters));
        return false;
    }

    private void Adopt(ChildSpec spec, ChildPlan plan)
    {
        if (plan.LoggerCategory != _plan?.LoggerCategory)
        {
            _log = LogAs(plan.LoggerCategory);
        }

        (_spec, _plan) = (spec, plan);
    }

    private void AnswerStarted(StartSucceeded success)
    {
        foreach (Waiter waiter in _startWaiters.TakeAll())
        {
            bool differs = waiter.Plan is { } asked && !PlanComparison.IsSame(asked, _run!.Plan);
            waiter.Asker.Tell(differs ? success with { SpecDiffers = true } : success);
        }
    }

    private void AnswerFailed(StartFailed failure)
    {
        foreach (Waiter waiter in _startWaiters.TakeAll())
        {
            waiter.Asker.Tell(failure);
        }
    }

    private void AnswerStops(StopResult result)
    {
        List<IActorRef> waiters = _stopWaiters;
        _stopWaiters = [];
        foreach (IActorRef waiter in waiters)
        {
            waiter.Tell(result);
        }
    }

    private void ForgetFailures()
    {
        _failedStarts = 0;
        _lastUnexpectedExit = null;
        _probation = false;
    }
}
