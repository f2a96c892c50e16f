using Akka.Actor;
using Spinner.Configuration;
using Spinner.Protocol;

namespace Spinner.Host.Foreground;

/// <summary>
/// Starts every configured child that is not on demand, tells the screen what becomes of each, and starts a failed one again: after a
/// second, or when a fault has passed.
/// </summary>
internal sealed class Foreman : ReceiveActor, IWithTimers
{
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ICanTell _spinner;
    private readonly Dictionary<ChildName, ChildSpec> _specs;
    private readonly Action<ChildName, string> _tell;
    private readonly Action<StartFailed> _invalid;

    /// <param name="spinner">The SpinnerActor.</param>
    /// <param name="children">The children of the file.</param>
    /// <param name="tell">Shows a line about a child.</param>
    /// <param name="invalid">Called when a child can never be started as it is described.</param>
    public Foreman(
        ICanTell spinner, IEnumerable<ConfiguredChild> children, Action<ChildName, string> tell, Action<StartFailed> invalid)
    {
        _spinner = spinner;
        _specs = children.Where(child => !child.OnDemand).ToDictionary(child => child.Spec.Name, child => child.Spec);
        _tell = tell;
        _invalid = invalid;

        Receive<Start>(start => _spinner.Tell(new StartChild(_specs[start.Name]), Self));
        Receive<StartFailed>(OnFailed);
        Receive<StartSucceeded>(success => Timers.Cancel(success.Name));
        Receive<ChildError>(fact => { Show(fact); Again(fact.Name, RetryPause); });
        Receive<ChildFaulted>(fact => { Show(fact); Again(fact.Name, fact.RetryAfter); });
        Receive<ChildEvent>(fact => { Timers.Cancel(fact.Name); Show(fact); });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(ChildEvent));
        foreach (ChildName name in _specs.Keys)
            Self.Tell(new Start(name));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    private void OnFailed(StartFailed failure)
    {
        switch (failure.Reason)
        {
            case StartFailureReason.InvalidSpec:
                _invalid(failure);
                break;
            case StartFailureReason.Stopped or StartFailureReason.ShuttingDown or StartFailureReason.NotAllowed:
                break;
            default:
                Again(failure.Name, failure.RetryAfter ?? RetryPause);
                break;
        }
    }

    private void Show(ChildEvent fact)
    {
        foreach (string line in Sentences.Of(fact))
            _tell(fact.Name, line);
    }

    // A failure is told twice, as an answer and as an event: the later one sets the same timer.
    private void Again(ChildName name, TimeSpan pause)
    {
        if (!_specs.ContainsKey(name))
            return;
        if (!Timers.IsTimerActive(name))
            _tell(name, $"will be started again in {Sentences.Seconds(pause)}");
        Timers.StartSingleTimer(name, new Start(name), pause);
    }

    internal sealed record Start(ChildName Name) : INoSerializationVerificationNeeded;
}
