using Akka.Actor;
using Akka.Event;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// Watches the children for an actor on another node. No more events are under way than it has said it can take, and no more than
/// <see cref="MaxWaiting"/> wait; when it cannot keep up they are dropped, and it is told so. It is not watched, for a death watch between nodes needs
/// more trust than we ask for: one that says nothing for <see cref="LongestSilence"/> is given up.
/// </summary>
internal sealed class NodeWatch : UntypedActor, IWithTimers
{
    public const int DefaultCredit = 1000;
    public const int MaxCredit = 10_000;
    public const int MaxWaiting = 10_000;

    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly IActorRef _watcher;
    private readonly IActorRef _events;
    private readonly TimeProvider _time;
    private readonly Queue<object> _waiting = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _window;
    private int _credit;
    private int _replayed;
    private bool _hasLost;
    private long _heard;

    public NodeWatch(IActorRef watcher, WatchChildren ask, IActorRef events, TimeProvider time)
    {
        (_watcher, _events, _time) = (watcher, events, time);
        Begin(ask);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Instance, LongestSilence / 6);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WatchChildren anew: Begin(anew); break;
            case EventsTaken taken:
                _heard = _time.GetTimestamp();
                _credit = (int)Math.Min(_window, (long)_credit + Math.Max(0, taken.Count));
                Send();
                break;
            case UnwatchChildren: Context.Stop(Self); break;
            case ChildEvent or ReplayEnded: Add(message); break;
            case Look when _time.GetElapsedTime(_heard) >= LongestSilence:
                _log.Warning("{Watcher} has said nothing for {Seconds} s and is told of no more events", _watcher, LongestSilence.TotalSeconds);
                Context.Stop(Self);
                break;
            case Look: break;
            default: Unhandled(message); break;
        }
    }

    private void Begin(WatchChildren ask)
    {
        _window = _credit = Math.Clamp(ask.Credit ?? DefaultCredit, 1, MaxCredit);
        _heard = _time.GetTimestamp();
        (_replayed, _hasLost) = (0, false);
        _waiting.Clear();
        _events.Tell(new WatchChildren(), Self);
    }

    private void Add(object news)
    {
        // None of what comes now is of use without what is lost.
        if (_hasLost) return;

        // A replay is as long as there are children.
        if (news is ChildEvent { IsReplay: true }) _replayed++;
        if (_waiting.Count >= MaxWaiting + _replayed)
        {
            _log.Warning("{Watcher} does not keep up: {Count} events that it has not been told of are dropped", _watcher, _waiting.Count);
            _waiting.Clear();
            _waiting.Enqueue(new EventsLost());
            _hasLost = true;
        }
        else
        {
            _waiting.Enqueue(news);
        }

        Send();
    }

    private void Send()
    {
        while (_credit > 0 && _waiting.TryDequeue(out object? next))
        {
            _credit--;
            _watcher.Tell(next);
        }
    }

    private sealed class Look : INoSerializationVerificationNeeded
    {
        public static Look Instance { get; } = new();
    }
}
