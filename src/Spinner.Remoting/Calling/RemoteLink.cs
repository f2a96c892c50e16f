using Akka.Actor;
using Akka.Remote;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Wire;

namespace Spinner.Remoting;

/// <summary>
/// Stands for a Spinner on another node: asks it what it is asked itself, and answers with its answers. Whoever waits is told when the other node cannot
/// be reached: when a connection fails or breaks, or when pings have no answer. (Akka's death watch is not used: it would need the other node to trust us
/// with more than its Spinner.)
/// </summary>
internal sealed partial class RemoteLink : UntypedActor, IWithTimers
{
    /// <summary>Akka holds an address back for a while after a failure, and throws away what is sent to it. The default of akka.remote.retry-gate-closed-for.</summary>
    private static readonly TimeSpan _defaultGate = TimeSpan.FromSeconds(5);

    private readonly Address _address;
    private readonly RemoteClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ActorSelection _spinner;
    private readonly TimeSpan _gate;
    private readonly Dictionary<long, (IActorRef Asker, IActorRef Call)> _calls = [];
    private readonly Dictionary<IActorRef, IActorRef> _relays = [];
    private readonly Queue<(object Message, IActorRef Asker)> _held = [];
    private long _lastCall;
    private long _lastPing;
    private long _heard;
    private bool _hasAnswered;
    private bool _isGated;

    public RemoteLink(Address address, RemoteClientOptions options, TimeProvider time)
    {
        (_address, _options, _time) = (address, options, time);
        _spinner = Context.ActorSelection(new RootActorPath(address) / "user" / "spinner");
        _gate = Context.System.Settings.Config.GetTimeSpan("akka.remote.retry-gate-closed-for", _defaultGate);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsNeeded => _calls.Count > 0 || _relays.Count > 0 || _held.Count > 0;

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(RemotingLifecycleEvent));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RemoteCall.Answered answered: Answer(answered); break;
            case SpinnerAlive: Heard(); break;
            case Look: LookAfter(); break;
            case GateOpen: Open(); break;
            case RemotingLifecycleEvent news: OnLifecycle(news); break;
            case Terminated gone: OnTerminated(gone.ActorRef); break;

            // The answer to a ping: it is there, and has no remoting of its own, or an older version.
            case RequestRefused or NotUnderstood: Heard(); break;
            case var _ when WireTable.IsRequest(message): Begin(message); break;
            default:
                Sender.Tell(new Status.Failure(new InvalidOperationException(
                    $"{message.GetType().Name} is answered where the children run, and {_address} is another node.")));
                break;
        }
    }

    protected override void PostStop()
    {
        foreach (IActorRef asker in _calls.Values.Select(call => call.Asker).Concat(_held.Select(held => held.Asker)))
        {
            asker.Tell(new Status.Failure(new SpinnerUnreachableException(_address.ToString(), "this node's actor system ends")));
        }
    }

    private void Begin(object message)
    {
        if (!IsNeeded)
        {
            _heard = _time.GetTimestamp();
            Timers.StartPeriodicTimer(nameof(Look), Look.Instance, TimeSpan.Zero, _options.UnreachableAfter / 5);
        }

        if (TooLarge(message) is { } error)
            Sender.Tell(new Status.Failure(new ArgumentException(error)));
        else if (_calls.Count + _held.Count >= _options.MaxCalls)
            Sender.Tell(new Status.Failure(new InvalidOperationException($"{_options.MaxCalls} calls wait for {_address} already.")));
        else if (_isGated)
            _held.Enqueue((message, Sender));
        else
            Send(message, Sender);
    }

    private void Send(object message, IActorRef asker)
    {
        switch (message)
        {
            case WatchChildren or AcquireChild when asker.Path.Elements is [not "temp", ..]:
                RelayOf(asker).Tell(message, asker);
                break;
            case UnwatchChildren when _relays.TryGetValue(asker, out IActorRef? relay): relay.Tell(message, asker); break;
            case UnwatchChildren: break;
            default: Call(message, asker); break;
        }
    }

    private void Call(object message, IActorRef asker)
    {
        long number = ++_lastCall;
        string late = $"{_address} has not answered {message.GetType().Name} within {_options.CallTimeout}.";
        IActorRef call = Context.ActorOf(ActorProducer.Props(() => new RemoteCall(number, asker, _options.CallTimeout, late)));
        _calls.Add(number, (asker, call));

        // From here, so that questions arrive in the order in which they were asked.
        _spinner.Tell(message, call);
    }

    private void Answer(RemoteCall.Answered answered)
    {
        if (!_calls.Remove(answered.Call, out (IActorRef Asker, IActorRef) call)) return; // told that it is unreachable
        if (answered.Answer is null) return;
        if (answered.Answer is not Status.Failure) Heard();
        call.Asker.Tell(answered.Answer switch
        {
            RequestRefused refused => new Status.Failure(new SpinnerRefusedException(refused.Message)),
            FromAnotherNode { Request: NotUnderstood unread } => new Status.Failure(new SpinnerRefusedException(
                $"The answer of {_address} is not understood here: {unread.Message}")),
            NotUnderstood unread => new Status.Failure(new SpinnerRefusedException($"{_address} does not understand: {unread.Message}")),
            object answer => answer,
        });
    }

    private void Heard() => (_heard, _hasAnswered) = (_time.GetTimestamp(), true);

    /// <summary>Akka would throw it away without a word.</summary>
    private static string? TooLarge(object message) =>
        message is StartChild or AcquireChild or DefineChild or RestartChild { Spec: not null } && WireFormat.Write(message).Length is var size and > WireFormat.MaxBytes
            ? $"The spec has {size} bytes as it travels, and no more than {WireFormat.MaxBytes} are sent to another node."
            : null;

    private IActorRef RelayOf(IActorRef asker)
    {
        if (!_relays.TryGetValue(asker, out IActorRef? relay))
        {
            relay = Context.Watch(Context.ActorOf(ActorProducer.Props(() => new RemoteRelay(asker, _spinner, _options.EventCredit))));
            _relays.Add(asker, relay);
        }

        return relay;
    }

    private void OnTerminated(IActorRef relay)
    {
        foreach ((IActorRef asker, IActorRef ended) in _relays)
        {
            if (!ended.Equals(relay)) continue;
            _relays.Remove(asker);
            return;
        }
    }
}
