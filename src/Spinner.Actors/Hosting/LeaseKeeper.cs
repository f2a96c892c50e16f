using Akka.Actor;
using Akka.Event;
using Spinner.Protocol;

namespace Spinner.Hosting;

/// <summary>
/// The actor that holds a lease for a program: Spinner tells it what becomes of the lease, and notices by its death when nobody holds it any more.
/// </summary>
internal sealed class LeaseKeeper : UntypedActor, IWithTimers
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);

    private readonly IActorRef _spinner;
    private readonly AcquireChild _ask;
    private readonly TaskCompletionSource<LeaseState> _answer;
    private LeaseState? _state;

    public LeaseKeeper(IActorRef spinner, AcquireChild ask, TaskCompletionSource<LeaseState> answer) =>
        (_spinner, _ask, _answer) = (spinner, ask, answer);

    public ITimerScheduler Timers { get; set; } = null!;

    private LeaseGranted Granted => _state!.Granted;

    protected override void PreStart()
    {
        Context.Watch(_spinner);
        _spinner.Tell(_ask);
    }

    /// <summary>Until the answer comes. Who does not wait any longer has cancelled the task; a lease that is granted all the same is given back.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LeaseGranted granted: Hold(granted); break;
            case StartFailed failure:
                _answer.TrySetException(new ChildNotStartedException(failure));
                Context.Stop(Self);
                break;
            case Status.Failure { Cause: { } cause }:
                _answer.TrySetException(cause);
                Context.Stop(Self);
                break;
            case Terminated: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        _answer.TrySetException(SpinnerClient.HasEnded(_spinner, nameof(AcquireChild)));
        _state?.End($"Spinner has ended ({_spinner.Path})");
        _state?.Close();
    }

    private void Hold(LeaseGranted granted)
    {
        _state = new LeaseState(Self, granted);
        Become(Holding);
        CountDown();
        TimeSpan third = granted.TimeToLive / 3;
        Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, third > _shortest ? third : _shortest);
        if (!_answer.TrySetResult(_state)) Release();
    }

    private void Holding(object message)
    {
        switch (message)
        {
            case Renew: _spinner.Tell(new RenewLease(Granted.Name, Granted.Lease)); break;
            case LeaseResult { WasHeld: true }: CountDown(); break;
            case LeaseResult or ChildNotFound: End("Spinner does not know it any more"); break;
            case LeaseRebound news: _state!.Move(news); break;
            case LeaseEnded over: End(over.Cause); break;
            case Status.Failure: break; // another node cannot be reached for now: the time decides
            case TimeOver: End($"it could not be renewed within {Granted.TimeToLive}"); break;
            case LetGo: Release(); break;
            case Terminated: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }

    private void Release()
    {
        Timers.Cancel(nameof(Renew));
        _state!.End("it was released");
        _spinner.Tell(new ReleaseChild(Granted.Name, Granted.Lease));
        Become(Releasing);
    }

    private void Releasing(object message)
    {
        switch (message)
        {
            case LeaseResult or ChildNotFound or LeaseEnded or TimeOver or Terminated or Status.Failure: Context.Stop(Self); break;
            case LetGo or LeaseRebound or Renew: break; // of no interest any more
            default: Unhandled(message); break;
        }
    }

    private void End(string cause)
    {
        _state!.End(cause);
        Context.Stop(Self);
    }

    /// <summary>From the last time that Spinner has confirmed it.</summary>
    private void CountDown() => Timers.StartSingleTimer(nameof(TimeOver), TimeOver.Instance, Granted.TimeToLive);

    internal sealed class LetGo : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static LetGo Instance { get; } = new();
    }

    private sealed class Renew : INoSerializationVerificationNeeded
    {
        public static Renew Instance { get; } = new();
    }

    private sealed class TimeOver : INoSerializationVerificationNeeded
    {
        public static TimeOver Instance { get; } = new();
    }
}
