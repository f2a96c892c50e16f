using System.Net;
using System.Net.Sockets;
using Spinner.Protocol;

namespace Spinner.Probes.Linux;

/// <summary>
/// Finds out who accepts on sockets that listened before their child was started. A connection of our own is put into the accept queue; when
/// the kernel shows the queue empty, or shorter than it was, somebody has accepted. It is closed then: the child sees an empty connection.
/// </summary>
internal sealed class AcceptSearch(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<PendingProbe, Attempt> _attempts = [];
    private readonly List<TcpListenerSocket> _tcp = [];
    private readonly List<UnixListenerSocket> _unix = [];
    private SocketTable? _table;

    /// <summary>Answers the probes whose socket is accepted on.</summary>
    public void Pass(IReadOnlyList<PendingProbe> probes)
    {
        foreach (PendingProbe probe in probes)
        {
            if (!_attempts.TryGetValue(probe, out Attempt? attempt))
                _attempts[probe] = attempt = new Attempt(time);
            attempt.Look();
        }

        // Between looking and connecting: a connection that counts has been in the queue since an earlier pass.
        Read(probes);
        foreach (PendingProbe probe in probes)
        {
            Attempt attempt = _attempts[probe];
            if (QueueOf(probe.Target.Endpoint) is { } length && attempt.IsTakenFrom(length))
                probe.Answer(new ProbeAnswer(ListenerOwner.Ours, probe.Target.Endpoint, ""));
            if (probe.IsOver)
                Forget(probe);
            else
                attempt.Connect(probe.Target.Endpoint);
        }
    }

    /// <summary>Forgets a probe that is over, and closes its connection.</summary>
    public void Forget(PendingProbe probe)
    {
        if (_attempts.Remove(probe, out Attempt? attempt))
            attempt.Dispose();
    }

    public void Dispose()
    {
        foreach (Attempt attempt in _attempts.Values)
            attempt.Dispose();
        _table?.Dispose();
    }

    private void Read(IReadOnlyList<PendingProbe> probes)
    {
        _tcp.Clear();
        _unix.Clear();
        try
        {
            _table ??= new SocketTable();
            foreach (PendingProbe probe in probes.Where(probe => probe.Target.Endpoint.Kind == EndpointKind.Tcp))
                _table.ReadTcp(probe.Target.Endpoint.Port, _tcp);
            if (probes.Any(probe => probe.Target.Endpoint.Kind == EndpointKind.Unix))
                _table.ReadUnix(_unix);
        }
        catch (NetlinkException)
        {
            // Short of descriptors or memory: nothing is seen, and the next pass asks again with a new socket.
            _table?.Dispose();
            _table = null;
        }
    }

    private uint? QueueOf(ChildEndpoint endpoint)
    {
        foreach (TcpListenerSocket socket in _tcp)
        {
            if (endpoint.Kind == EndpointKind.Tcp && socket.Port == endpoint.Port && socket.Host == endpoint.Host)
                return socket.Queue;
        }

        foreach (UnixListenerSocket socket in _unix)
        {
            if (string.Equals(socket.Path, endpoint.Path, StringComparison.Ordinal))
                return socket.Queue;
        }

        return null;
    }

    /// <summary>Our connection to one socket, and how long its queue has been.</summary>
    private sealed class Attempt(TimeProvider time) : IDisposable
    {
        private Socket? _socket;
        private long _since;

        /// <summary>
        /// How long a connection may be open. One that was accepted is not always seen to be: another client may have taken its place in the queue in
        /// the same moment. A child that reads one connection after the other then waits for us to say something, and accepts nobody else. So it is
        /// closed some time, and opened anew; twice as long each time, for each is an empty connection to a child that is slow to begin.
        /// </summary>
        private TimeSpan _patience = FirstPatience;
        private bool _isConnected;
        private uint _longest;

        /// <summary>Looks whether the connection has been made.</summary>
        public void Look()
        {
            if (_isConnected && time.GetElapsedTime(_since) >= _patience)
            {
                Dispose();
                _patience *= 2;
            }

            if (_socket is null || _isConnected)
                return;
            if (_socket.Poll(0, SelectMode.SelectError))
                Dispose();
            else
                _isConnected = _socket.Poll(0, SelectMode.SelectWrite);
        }

        /// <summary>Whether somebody has accepted, now that the queue has this length.</summary>
        public bool IsTakenFrom(uint length)
        {
            bool taken = length < _longest || (_isConnected && length == 0);
            _longest = Math.Max(_longest, length);
            return taken;
        }

        /// <summary>Connects, unless that has begun. Never waits: the queue may be full, and then tells enough by itself.</summary>
        public void Connect(ChildEndpoint endpoint)
        {
            if (_socket is not null)
                return;
            EndPoint address = endpoint.Kind == EndpointKind.Unix
                ? new UnixDomainSocketEndPoint(endpoint.Path!)
                : new IPEndPoint(IPAddress.Parse(endpoint.Host), endpoint.Port);
            try
            {
                _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
                _since = time.GetTimestamp();
                _socket.Connect(address);
                // In the queue by now, if it is a unix socket: a queue that was full must be longer than it was, or somebody has accepted since.
                // TCP may take its place in a full queue much later, and hide one accept by it: the next one shows.
                if (address is UnixDomainSocketEndPoint)
                    _longest++;
            }
            catch (SocketException failure)
            {
                // TCP is on its way even on loopback. A unix socket that does not connect at once has a full queue; that, or a machine short of
                // descriptors, is tried again by the next pass.
                if (address is not IPEndPoint || failure.SocketErrorCode is not (SocketError.WouldBlock or SocketError.InProgress))
                    Dispose();
            }
        }

        public void Dispose()
        {
            _socket?.Dispose();
            _socket = null;
            _isConnected = false;
        }
    }
}
