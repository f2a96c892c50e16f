using Akka.Actor;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What callers ask for, and how they are answered.</summary>
internal sealed partial class ChildActor
{
    /// <summary>A wish whose spec has no errors.</summary>
    private readonly record struct Request(Wish Wish, ChildSpec Spec, ChildPlan Plan);

    /// <summary>Plans what is wished for; one with errors is answered at once and changes nothing.</summary>
    private bool TryPlan(Wish wish, out Request request)
    {
        request = default;
        ChildSpec? spec = wish.Spec.IsBare ? _queued?.Spec ?? _spec : wish.Spec;
        if (spec is null)
        {
            Sender.Tell(wish.Refusal(Failures.Unknown(_name)));
            return false;
        }

        PlanResult result = PlanResolver.Resolve(spec, _services.Options.Defaults, _services.Options.MaxStopTimeout, _services.Files);
        string[] errors = [.. result.Errors, .. LeaseRules.Errors(wish.Hold?.TimeToLive)];
        if (result.Plan is null || errors.Length > 0)
        {
            Sender.Tell(wish.Refusal(Failures.InvalidSpec(_name, errors)));
            return false;
        }

        request = new Request(wish, spec, result.Plan);
        return true;
    }

    /// <summary>The same for RestartChild, whose spec is optional and may not rename the child.</summary>
    private bool TryPlan(RestartChild restart, out Request request)
    {
        if (restart.Spec is { } other && other.Name != _name)
        {
            request = default;
            Sender.Tell(Failures.InvalidSpec(_name, [$"The spec is named '{other.Name}', and RestartChild '{_name}' cannot rename it."]));
            return false;
        }

        return TryPlan(Wish.Of(restart), out request);
    }

    /// <summary>Whether a wish is for what the child has been given, without a look at the disk.</summary>
    private static bool AsksFor(ChildSpec? given, ChildSpec wish) => given is not null && (given.IsSameAs(wish) || wish.IsBare);

    private static bool HasGoodTerms(Wish wish) => LeaseRules.Errors(wish.Hold?.TimeToLive).Count == 0;

    /// <summary>The caller waits for the present start. Another spec does not disturb it; the answer will say that it differs.</summary>
    private void Join(Wish wish)
    {
        if (AsksFor(_spec, wish.Spec) && HasGoodTerms(wish))
        {
            Await(_startWaiters, new Request(wish, _spec!, _plan!));
        }
        else if (TryPlan(wish, out Request request))
        {
            Await(_startWaiters, request);
        }
    }

    /// <summary>The caller waits. It is told when the child comes up as something else than its spec; a bare name never differs.</summary>
    private bool Await(Waiters waiters, Request request)
    {
        if (waiters.TryAdd(new Waiter(Sender, request.Wish, request.Wish.Spec.IsBare ? null : request.Plan)))
        {
            return true;
        }

        Sender.Tell(request.Wish.Refusal(Failures.Busy(_name, _services.Options.MaxWaiters)));
        return false;
    }

    /// <summary>Nobody in person asks, and the child was stopped for good. The caller has been told.</summary>
    private bool IsRefused(Wish wish)
    {
        if (wish.IsAutomatic && _pinned)
        {
            Sender.Tell(wish.Refusal(Failures.Pinned(_name)));
        }

        return wish.IsAutomatic && _pinned;
    }

    private void Adopt(Request request)
    {
        if (!request.Wish.IsAutomatic) Unpin();

        // A newer wish than what was only defined.
        _queued = null;
        Adopt(request.Spec, request.Plan);
    }

    /// <summary>What the run was begun with is the child's again.</summary>
    private void AdoptFrom(Run run)
    {
        Adopt(run.Spec, run.Plan);
        WatchSource(run.Plan);
        Keep();
    }

    private void Adopt(ChildSpec spec, ChildPlan plan)
    {
        if (plan.LoggerCategory != _plan?.LoggerCategory)
        {
            _log = LogAs(plan.LoggerCategory);
        }

        // What another program has done, this one has not.
        if (_completed && !PlanComparison.IsSame(_plan!, plan)) _completed = false;

        (_spec, _plan) = (spec, plan);
    }

    private void Stop(StopChild stop, string cause)
    {
        Pin(stop);
        _stopWaiters.Add(Sender);
        EnterStopping(cause);
    }

    private void Pin(StopChild stop)
    {
        if (stop.Pin && !_pinned)
        {
            _pinned = true;
            Keep();
        }
    }

    private void Unpin()
    {
        if (_pinned)
        {
            _pinned = false;
            Keep();
        }
    }

    /// <summary>Makes the spec the one of the next start; where nothing but the idle time differs, of the present run too.</summary>
    private void Define(DefineChild define)
    {
        if (!TryPlan(new Wish(define.Spec, IsAutomatic: true), out Request request))
        {
            return;
        }

        if (_run is null && _twin is null && _state != ChildState.Faulted)
        {
            // Another spec deserves attempts of its own.
            if (_plan is not null && !PlanComparison.IsSame(_plan, request.Plan)) ForgetFailures();
            Adopt(request);
            Keep();
        }
        else if (_run is { } run && _twin is null && _queued is null && ReferenceEquals(_plan, run.Plan) && PlanComparison.IsSameButForIdleTime(run.Plan, request.Plan))
        {
            Adopt(request.Spec, request.Plan);
            run.GoOnAs(request.Spec, request.Plan);
            Keep();
            if (_state == ChildState.Started) ScheduleIdleStop();
        }
        else
        {
            _queued = (request.Spec, request.Plan, IsWanted: _queued?.IsWanted ?? false);
            Keep();
        }

        Sender.Tell(new ChildDefined(_name));
    }

    /// <summary>The child is up: each gets what it came for.</summary>
    private void AnswerStarted(Waiters waiters)
    {
        foreach (Waiter waiter in waiters.TakeAll())
        {
            AnswerRunning(waiter);
        }
    }

    private void AnswerRunning(Waiter waiter)
    {
        Run run = _run!;
        if (waiter.Wish.Dependence is not null)
        {
            AnswerDependent(waiter);
        }
        else if (waiter.Wish.Hold is { } hold)
        {
            Grant(waiter.Asker, hold, run);
        }
        else
        {
            bool differs = waiter.Plan is { } asked && !PlanComparison.IsSame(asked, run.Plan);
            waiter.Asker.Tell(differs ? run.Started! with { SpecDiffers = true } : run.Started!);
        }
    }

    private static void AnswerFailed(Waiters waiters, StartFailed failure)
    {
        foreach (Waiter waiter in waiters.TakeAll())
        {
            waiter.Asker.Tell(waiter.Wish.Refusal(failure));
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

    /// <summary>Somebody in person begins anew: what went wrong before does not count, and the source is watched again.</summary>
    private void BeginAfresh()
    {
        ForgetFailures();
        _watchSuspended = false;
        _changes.Clear();
    }

    private void ForgetFailures()
    {
        _failedStarts = 0;
        _ends.Clear();
        _probation = false;
    }
}
