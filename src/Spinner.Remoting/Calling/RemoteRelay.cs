using Akka.Actor;
using Spinner.Protocol;
using Spinner.Wire;

namespace Spinner.Remoting;

/// <summary>
/// Stands for one actor here towards a Spinner on another node, for as long as it is told things: what happens to children, or to its lease. It grants
/// events as it passes them on, and shows that it is alive.
/// </summary>
internal sealed class RemoteRelay : UntypedActor, IWithTimers
{
    /// <summary>A sixth of the silence after which the other node gives a watcher up.</summary>
    private static readonly TimeSpan _signOfLife = TimeSpan.FromSeconds(5);

    private readonly IActorRef _asker;
    private readonly ActorSelection _spinner;
    private readonly int _credit;
    private bool _watches;
    private int _taken;

    public RemoteRelay(IActorRef asker, ActorSelection spinner, int credit) => (_asker, _spinner, _credit) = (asker, spinner, credit);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.Watch(_asker);
        Timers.StartPeriodicTimer(nameof(ShowLife), ShowLife.Instance, _signOfLife);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WatchChildren:
                (_watches, _taken) = (true, 0);
                _spinner.Tell(new WatchChildren { Credit = _credit }, Self);
                break;
            case AcquireChild: _spinner.Tell(message, Self); break;
            case UnwatchChildren: Context.Stop(Self); break;
            case EventsLost: _asker.Tell(message); break;
            case ChildEvent or ReplayEnded:
                _asker.Tell(message);
                if (++_taken >= Math.Max(1, _credit / 4)) Grant();
                break;
            case FromAnotherNode: _taken++; break; // an event of a newer version: the gap that it leaves makes the watcher ask anew
            case ShowLife when _watches: Grant(); break;
            case ShowLife: break;
            case RequestRefused refused: End(new SpinnerRefusedException(refused.Message)); break;
            case NotUnderstood unread: End(new SpinnerRefusedException(unread.Message)); break;
            case Status.Failure { Cause: { } cause }: End(cause); break;
            case Terminated: Context.Stop(Self); break;
            default: _asker.Tell(message); break;
        }
    }

    protected override void PostStop()
    {
        if (_watches) _spinner.Tell(new UnwatchChildren(), Self);
    }

    private void Grant()
    {
        _spinner.Tell(new EventsTaken(_taken), Self);
        _taken = 0;
    }

    private void End(Exception cause)
    {
        _asker.Tell(new Status.Failure(cause));
        Context.Stop(Self);
    }

    private sealed class ShowLife : INoSerializationVerificationNeeded
    {
        public static ShowLife Instance { get; } = new();
    }
}
