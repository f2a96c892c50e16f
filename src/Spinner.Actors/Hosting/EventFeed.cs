using System.Threading.Channels;
using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Hosting;

/// <summary>
/// Watches the children for a program that reads their events. When it does not keep up, what waits is thrown away and the present asked for anew:
/// it misses events then, but never how the children are. An event that was lost on its way from another node leads to the same.
/// </summary>
internal sealed class EventFeed : UntypedActor
{
    private readonly IActorRef _spinner;
    private readonly Channel<ChildEvent?> _channel;
    private readonly int _capacity;
    private bool _isReplay;
    private int _replayed;
    private long _last;
    private Exception? _failure;

    public EventFeed(IActorRef spinner, Channel<ChildEvent?> channel, int capacity) => (_spinner, _channel, _capacity) = (spinner, channel, capacity);

    protected override void PreStart()
    {
        Context.Watch(_spinner);
        AskForAll();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ChildPresent { IsReplay: true } present: Replay(present); break;
            case ChildEvent news: Follow(news); break;
            case ReplayEnded end: Complete(end); break;
            case EventsLost: AskAnew(); break;
            case Status.Failure { Cause: { } cause }:
                _failure = cause;
                Context.Stop(Self);
                break;
            case Terminated: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop() => _channel.Writer.TryComplete(_failure ?? SpinnerClient.HasEnded(_spinner, nameof(WatchChildren)));

    private void AskForAll()
    {
        (_isReplay, _replayed) = (true, 0);
        _spinner.Tell(new WatchChildren());
    }

    private void Replay(ChildPresent present)
    {
        if (_isReplay)
        {
            _replayed++;
            _channel.Writer.TryWrite(present);
        }
    }

    private void Complete(ReplayEnded end)
    {
        (_isReplay, _last) = (false, end.Sequence);
        _channel.Writer.TryWrite(null);
    }

    private void Follow(ChildEvent news)
    {
        if (_isReplay || news.Sequence <= _last)
        {
            return; // told by the replay that is under way
        }

        // A replay is as long as there are children, so it does not count, and nor does its end.
        if (news.Sequence == _last + 1 && _channel.Reader.Count < _capacity + _replayed + 1)
        {
            _last = news.Sequence;
            _channel.Writer.TryWrite(news);
        }
        else
        {
            AskAnew();
        }
    }

    private void AskAnew()
    {
        while (_channel.Reader.TryRead(out _))
        {
            // Thrown away.
        }

        AskForAll();
    }
}
