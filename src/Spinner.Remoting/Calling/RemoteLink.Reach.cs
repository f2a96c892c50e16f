using Akka.Actor;
using Akka.Remote;
using Spinner.Protocol;

namespace Spinner.Remoting;

/// <summary>Whether the other node can be reached.</summary>
internal sealed partial class RemoteLink
{
    private void LookAfter()
    {
        if (!IsNeeded)
        {
            Timers.Cancel(nameof(Look));
        }
        else if (_time.GetElapsedTime(_heard) >= _options.UnreachableAfter)
        {
            // Not held back by Akka: it is the node that is silent.
            string hint = _hasAnswered ? "" : "; it answers only to the very address that \"spinner info\" and its log show there";
            Fail($"it has not answered for {_options.UnreachableAfter.TotalSeconds:0.#} s{hint}", gate: TimeSpan.Zero);
        }
        else if (!_isGated)
        {
            _spinner.Tell(new PingSpinner(++_lastPing), Self);
        }
    }

    private void OnLifecycle(RemotingLifecycleEvent news)
    {
        switch (news)
        {
            case AssociationErrorEvent error when error.RemoteAddress.Equals(_address): Fail(Reason(error.Cause), _gate); break;
            case DisassociatedEvent ended when ended.RemoteAddress.Equals(_address): Fail("the connection has ended", _gate); break;
            case QuarantinedEvent lost when lost.Address.Equals(_address):
                Fail("Akka has quarantined it, and does so until one of the two systems is restarted", _gate);
                break;
            default: break; // of other nodes, or good news
        }
    }

    /// <summary>Tells everybody who waits, and holds back what is asked next until Akka lets it through.</summary>
    private void Fail(string reason, TimeSpan gate)
    {
        SpinnerUnreachableException unreachable = new(_address.ToString(), reason);
        Status.Failure failure = new(unreachable);
        IActorRef[] askers = [.. _calls.Values.Select(call => call.Asker), .. _held.Select(held => held.Asker)];
        foreach ((_, IActorRef call) in _calls.Values)
        {
            Context.Stop(call);
        }

        IActorRef[] relays = [.. _relays.Values];
        _calls.Clear();
        _held.Clear();
        _relays.Clear();
        foreach (IActorRef asker in askers)
        {
            asker.Tell(failure);
        }

        foreach (IActorRef relay in relays)
        {
            relay.Tell(failure);
        }

        if (gate > TimeSpan.Zero)
        {
            _isGated = true;
            Timers.StartSingleTimer(nameof(GateOpen), GateOpen.Instance, gate + (gate / 10));
        }
    }

    private void Open()
    {
        _isGated = false;
        _heard = _time.GetTimestamp();
        while (_held.TryDequeue(out (object Message, IActorRef Asker) held))
        {
            Send(held.Message, held.Asker);
        }
    }

    private static string Reason(Exception? cause)
    {
        string[] messages = [.. Messages(cause).Distinct(StringComparer.Ordinal)];
        return messages.Length == 0 ? "the connection has failed" : string.Join(": ", messages).TrimEnd('.');

        static IEnumerable<string> Messages(Exception? failure)
        {
            for (; failure is not null; failure = failure.InnerException)
            {
                yield return failure.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
            }
        }
    }

    private sealed class Look : INoSerializationVerificationNeeded
    {
        public static Look Instance { get; } = new();
    }

    private sealed class GateOpen : INoSerializationVerificationNeeded
    {
        public static GateOpen Instance { get; } = new();
    }
}
