using Akka;
using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>
/// Starts the children of the host, tells what becomes of each, and starts one that is to be kept up again when it has failed: after a second, or
/// when its fault has passed.
/// </summary>
internal sealed partial class Foreman : ReceiveActor, IWithTimers
{
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan DependencyPause = TimeSpan.FromSeconds(10);

    private readonly ForemanPlan _plan;
    private readonly Dictionary<ChildName, KeptChild> _children;
    private readonly Dictionary<ChildName, ChildState> _states = [];
    private readonly HashSet<ChildName> _leftOver = [];

    public Foreman(ForemanPlan plan)
    {
        _plan = plan;
        _children = plan.Children.ToDictionary(child => child.Spec.Name);

        Receive<Start>(start => OnStart(start.Name));
        Receive<ApplyDifference>(OnDifference);
        Receive<StartFailed>(OnFailed);
        Receive<ChildStateChanged>(fact =>
        {
            _states[fact.Name] = fact.To;
            Show(fact.Name, Sentences.Of(fact));
        });
        Receive<ChildError>(OnError);
        Receive<ChildFaulted>(OnFaulted);
        Receive<ChildUpdateFailed>(fact => Show(fact.Name, Sentences.Of(fact, WithTail(fact.Failure)), isTrouble: true));
        Receive<ChildForgotten>(OnForgotten);
        Receive<ChildEvent>(fact => fact is ChildStarted or ChildRestarted or ChildStopped, OnWell);
        Receive<ChildEvent>(fact => Show(fact.Name, Sentences.Of(fact), fact is ChildWatchSuspended or ChildHealthChanged or ChildOutputLost));
        Receive<Flush>(_ => OnFlush());
        Receive<ChildReply>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(ChildEvent));

        // The end of the system would overtake the last events.
        IActorRef self = Self;
        CoordinatedShutdown.Get(Context.System).AddTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "show-the-last-events", () => self.Ask<Done>(Flush.Instance, RetryPause));
        Begin(_plan.Children);
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    // All are made known before the first is started: one may depend on another, or be started by somebody else.
    private void Begin(IReadOnlyList<KeptChild> children)
    {
        foreach (KeptChild child in children)
        {
            _plan.Spinner.Tell(new DefineChild(child.Spec), Self);
            if (child.IsPinned)
                _plan.Spinner.Tell(new StopChild(child.Spec.Name) { Pin = true }, Self);
        }

        foreach (KeptChild child in children.Where(child => child is { IsWanted: true, IsPinned: false }))
        {
            if (Sentences.BuildNotice(child.Spec) is { } notice)
                Show(child.Spec.Name, [notice]);
            Self.Tell(new Start(child.Spec.Name));
        }
    }

    private void OnStart(ChildName name)
    {
        if (_children.TryGetValue(name, out KeptChild? child))
            _plan.Spinner.Tell(new StartChild(child.Spec) { IsAutomatic = true }, Self);
    }

    private void OnFailed(StartFailed failure)
    {
        switch (failure.Reason)
        {
            // Its file or folder has gone since the start of the host, and may come back.
            case StartFailureReason.InvalidSpec:
                Show(failure);
                _plan.WrongSpec(_plan.Shown(failure));
                Again(failure.Name, RetryPause);
                break;
            case StartFailureReason.Stopped or StartFailureReason.Pinned or StartFailureReason.ShuttingDown or StartFailureReason.NotAllowed:
                break;
            // What it waits for has failed, or was stopped by hand: that changes less quickly.
            case StartFailureReason.DependencyFailed:
                Again(failure.Name, failure.RetryAfter ?? DependencyPause);
                break;
            default:
                Again(failure.Name, failure.RetryAfter ?? RetryPause);
                break;
        }
    }

    private void OnError(ChildError fact)
    {
        Show(fact.Failure);
        if (EndsWith(fact.Name, fact.Exit ?? fact.Failure.Exit))
            return;

        // One that is between two runs goes on by itself.
        if (fact.Failure.RetryAfter is { } wait) Show(fact.Name, [Sentences.NextAttempt(wait)]);
        else Again(fact.Name, fact.Failure.Reason == StartFailureReason.DependencyFailed ? DependencyPause : RetryPause);
    }

    private void OnFaulted(ChildFaulted fact)
    {
        Show(fact.Failure);
        if (_plan.Life.IsStopping)
        {
            _leftOver.Add(fact.Name);
            return;
        }

        if (EndsWith(fact.Name, fact.Exit ?? fact.Failure.Exit))
            return;
        Show(fact.Name, [Sentences.Faulted(fact, IsKeptUp(fact.Name))], isTrouble: true);
        Again(fact.Name, fact.RetryAfter);
    }

    private void OnWell(ChildEvent fact)
    {
        Timers.Cancel(fact.Name);
        _lastFailure.Remove(fact.Name);
        _leftOver.Remove(fact.Name);
        Show(fact.Name, Sentences.Of(fact));
        if (fact is ChildStopped)
            EndsWith(fact.Name, fact.Exit);
    }

    private void OnForgotten(ChildForgotten fact)
    {
        Timers.Cancel(fact.Name);
        _states.Remove(fact.Name);
        _lastFailure.Remove(fact.Name);
        Show(fact.Name, Sentences.Of(fact));
    }

    /// <summary>Ends the host with the exit code of the child it was told to end with.</summary>
    private bool EndsWith(ChildName name, ExitStatus? exit)
    {
        if (_plan.ExitWith != name || _plan.Life.IsStopping)
            return false;
        _plan.Life.End($"{name} has ended ({exit ?? ExitStatus.Unknown}): stopping all children", ExitCodeOf.Child(exit));
        return true;
    }

    private void OnFlush()
    {
        if (_leftOver.Count > 0)
            _plan.Life.OnLeftOver();
        Sender.Tell(Done.Instance);
    }

    private bool IsKeptUp(ChildName name) => _children.GetValueOrDefault(name)?.IsKeptUp ?? false;

    // The later of an answer and an event sets the same timer.
    private void Again(ChildName name, TimeSpan pause)
    {
        if (IsKeptUp(name))
            Timers.StartSingleTimer(name, new Start(name), pause);
    }

    internal sealed record Start(ChildName Name) : INoSerializationVerificationNeeded;

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static Flush Instance { get; } = new();
    }
}
