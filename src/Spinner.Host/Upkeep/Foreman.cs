using Akka;
using Akka.Actor;
using Spinner.Configuration;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>
/// Starts every configured child that is not on demand, tells what becomes of each, and starts a failed one again: after a second, or
/// when a fault has passed.
/// </summary>
internal sealed class Foreman : ReceiveActor, IWithTimers
{
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ICanTell _spinner;
    private readonly IReadOnlyList<ChildSpec> _all;
    private readonly Dictionary<ChildName, ChildSpec> _specs;
    private readonly OutputTarget? _stderr;
    private readonly Action<ChildName, string> _tell;
    private readonly IHostLife _run;
    private readonly Dictionary<ChildName, string> _lastFailure = [];
    private readonly HashSet<ChildName> _leftOver = [];

    /// <param name="spinner">The SpinnerActor.</param>
    /// <param name="children">The children of the file.</param>
    /// <param name="defaults">Their defaults.</param>
    /// <param name="tell">Shows a line about a child.</param>
    /// <param name="run">The host's life: is told of processes that outlive their stop.</param>
    public Foreman(ICanTell spinner, IEnumerable<ConfiguredChild> children, ChildSpec defaults, Action<ChildName, string> tell, IHostLife run)
    {
        _spinner = spinner;
        _all = [.. children.Select(child => child.Spec)];
        _specs = children.Where(child => !child.OnDemand).ToDictionary(child => child.Spec.Name, child => child.Spec);
        _stderr = defaults.Stderr;
        _tell = tell;
        _run = run;

        Receive<Start>(start => _spinner.Tell(new StartChild(_specs[start.Name]) { IsAutomatic = true }, Self));
        Receive<StartFailed>(OnFailed);
        Receive<ChildError>(OnError);
        Receive<ChildFaulted>(OnFaulted);
        Receive<ChildUpdateFailed>(fact => Show(fact.Name, Sentences.Of(fact, WithTail(fact.Failure))));
        Receive<ChildEvent>(fact => fact is ChildStarted or ChildRestarted or ChildStopped, OnWell);
        Receive<ChildEvent>(fact => Show(fact.Name, Sentences.Of(fact)));
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

        // All are made known before the first is started: one may depend on another, or be started by somebody else.
        foreach (ChildSpec spec in _all)
            _spinner.Tell(new DefineChild(spec), Self);
        foreach ((ChildName name, ChildSpec spec) in _specs)
        {
            if (Sentences.BuildNotice(spec) is { } notice)
                Show(name, [notice]);
            Self.Tell(new Start(name));
        }
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    private void OnFailed(StartFailed failure)
    {
        switch (failure.Reason)
        {
            // Its file or folder has gone since the start of the host, and may come back.
            case StartFailureReason.InvalidSpec:
                Show(failure);
                Again(failure.Name, RetryPause);
                break;
            case StartFailureReason.Stopped or StartFailureReason.Pinned or StartFailureReason.ShuttingDown or StartFailureReason.NotAllowed:
                break;
            default:
                Again(failure.Name, failure.RetryAfter ?? RetryPause);
                break;
        }
    }

    private void OnError(ChildError fact)
    {
        Show(fact.Failure);

        // One that is between two runs goes on by itself.
        if (fact.Failure.RetryAfter is { } wait) Show(fact.Name, [Sentences.NextAttempt(wait)]);
        else Again(fact.Name, RetryPause);
    }

    private void OnFaulted(ChildFaulted fact)
    {
        Show(fact.Failure);
        if (_run.IsStopping)
        {
            _leftOver.Add(fact.Name);
            return;
        }

        Show(fact.Name, [Sentences.Faulted(fact)]);
        Again(fact.Name, fact.RetryAfter);
    }

    private void OnWell(ChildEvent fact)
    {
        Timers.Cancel(fact.Name);
        _lastFailure.Remove(fact.Name);
        _leftOver.Remove(fact.Name);
        Show(fact.Name, Sentences.Of(fact));
    }

    private void OnFlush()
    {
        if (_leftOver.Count > 0)
            _run.OnLeftOver();
        Sender.Tell(Done.Instance);
    }

    // A failure is told more than once: as an event, as an answer, and as the reason of a fault.
    private void Show(StartFailed failure)
    {
        if (_lastFailure.TryGetValue(failure.Name, out string? last) && last == failure.Message)
            return;
        _lastFailure[failure.Name] = failure.Message;
        Show(failure.Name, Sentences.Of(failure, WithTail(failure)));
    }

    // What a child prints may have been shown; what its build prints has not.
    private bool WithTail(StartFailed failure) =>
        failure.Reason == StartFailureReason.BuildFailed || (_specs.GetValueOrDefault(failure.Name)?.Stderr ?? _stderr)?.Kind != OutputTargetKind.Inherit;

    private void Show(ChildName name, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
            _tell(name, line);
    }

    // The later of an answer and an event sets the same timer.
    private void Again(ChildName name, TimeSpan pause)
    {
        if (_specs.ContainsKey(name))
            Timers.StartSingleTimer(name, new Start(name), pause);
    }

    internal sealed record Start(ChildName Name) : INoSerializationVerificationNeeded;

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static Flush Instance { get; } = new();
    }
}
