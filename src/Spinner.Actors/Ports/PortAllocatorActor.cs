using Akka.Actor;
using Akka.Event;
using Spinner.Protocol;

namespace Spinner.Ports;

/// <summary>
/// Gives out ports and socket paths, one asker after the other, so no two children hold the same. A lease ends by
/// <see cref="ReturnLease"/> and by nothing else. Another supervisor on this machine is noticed only by the ports its children hold.
/// </summary>
internal sealed class PortAllocatorActor : UntypedActor
{
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly PortPool _pool;
    private readonly SocketFolder _sockets;
    private readonly IListenSockets _listeners;
    private readonly Dictionary<long, PortLease> _leases = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _lastSerial;

    public PortAllocatorActor(TimeProvider time, TimeSpan rest, string? runtimeFolder, IPortTester tester, IListenSockets listeners)
    {
        _time = time;
        _started = time.GetTimestamp();
        _pool = new PortPool(rest, tester);
        _sockets = new SocketFolder(runtimeFolder);
        _listeners = listeners;
    }

    /// <summary>How to make one.</summary>
    /// <param name="time">Measures the rest; the wall clock is never asked.</param>
    /// <param name="rest">How long a returned port rests while others are free.</param>
    /// <param name="runtimeFolder">The folder of unix sockets; null for the default one.</param>
    /// <param name="tester">Tells which ports are free.</param>
    /// <param name="listeners">Opens the sockets that are handed to children; null for real ones.</param>
    public static Props Props(
        TimeProvider time, TimeSpan rest, string? runtimeFolder, IPortTester tester, IListenSockets? listeners = null) =>
        Akka.Actor.Props.Create(() => new PortAllocatorActor(time, rest, runtimeFolder, tester, listeners ?? new ListenSockets(System.Net.IPAddress.Loopback)));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LeasePort ask: Sender.Tell(AnswerPort(ask)); break;
            case LeaseSocket ask: Sender.Tell(AnswerSocket(ask)); break;
            case LeaseListener ask: Sender.Tell(AnswerListener(ask)); break;
            case GetPortsInUse: Sender.Tell(new PortsInUse(_leases.Values.Count(lease => lease.Endpoint.Kind == EndpointKind.Tcp))); break;
            case ReturnLease returned: TakeBack(returned); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        // Returned leases may still wait in the mailbox, for an end overtakes them.
        foreach (PortLease lease in _leases.Values)
            Close(lease);
        try
        {
            _sockets.Remove();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _log.Debug("The folder of unix sockets stays: {Reason}", failure.Message);
        }
    }

    private object AnswerPort(LeasePort ask) => _pool.Take(ask.Range, Now) is { } port
        ? new PortLeased(ask.Run, Lease(ChildEndpoint.Tcp("127.0.0.1", port)))
        : new PortRefused(ask.Run, _pool.Explain(ask.Range));

    private object AnswerSocket(LeaseSocket ask)
    {
        (string? path, string? error) = _sockets.PathFor(ask.ChildSerial, ask.Run);
        return path is null ? new PortRefused(ask.Run, error!) : new PortLeased(ask.Run, Lease(ChildEndpoint.Unix(path)));
    }

    private object AnswerListener(LeaseListener ask)
    {
        try
        {
            return ask.Range is { } range ? AnswerTcpListener(ask.Run, range) : AnswerUnixListener(ask);
        }
        catch (IOException failure)
        {
            return new PortRefused(ask.Run, failure.Message);
        }
    }

    private object AnswerTcpListener(int run, PortRange range)
    {
        ListenSocket? listener = null;
        return _pool.Take(range, Now, candidate => (listener = _listeners.TryListen(candidate)) is not null) is { } port
            ? new PortLeased(run, Lease(ChildEndpoint.Tcp(_listeners.Host, port), listener))
            : new PortRefused(run, _pool.Explain(range));
    }

    private object AnswerUnixListener(LeaseListener ask)
    {
        (string? path, string? error) = _sockets.PathFor(ask.ChildSerial, ask.Run);
        return path is null
            ? new PortRefused(ask.Run, error!)
            : new PortLeased(ask.Run, Lease(ChildEndpoint.Unix(path), _listeners.Listen(path)));
    }

    private PortLease Lease(ChildEndpoint endpoint, ListenSocket? listener = null)
    {
        PortLease lease = new(++_lastSerial, endpoint, listener);
        _leases.Add(lease.Serial, lease);
        _log.Debug("Leased {Endpoint} as {Serial}", endpoint, lease.Serial);
        return lease;
    }

    private void TakeBack(ReturnLease returned)
    {
        PortLease lease = returned.Lease;
        if (!_leases.Remove(lease.Serial))
        {
            _log.Warning("Lease {Serial} of {Endpoint} was returned before, and is ignored", lease.Serial, lease.Endpoint);
            return;
        }

        _log.Debug("Lease {Serial} of {Endpoint} returned, quarantine {Quarantine}", lease.Serial, lease.Endpoint, returned.Quarantine);
        Close(lease);
        if (lease.Endpoint.Kind == EndpointKind.Tcp)
            _pool.Return(lease.Endpoint.Port, returned.Quarantine, Now);
    }

    private void Close(PortLease lease)
    {
        lease.Listener?.Dispose();
        if (lease.Endpoint.Path is { } path)
            RemoveSocket(path);
    }

    private void RemoveSocket(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody tidied the whole folder away: there is nothing left to remove.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _log.Warning("The socket {Path} cannot be removed: {Reason}", path, failure.Message);
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_started);
}
