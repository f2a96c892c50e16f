using System.Net;
using System.Net.Sockets;
using Spinner.Protocol;

namespace Spinner.Probes;

/// <summary>
/// Connects until somebody accepts. The fallback where the socket tables cannot be read: it costs the child a connection, and it
/// cannot tell whose the listener is, so a stranger on the port is taken for the child, as <see cref="ListenerOwner.Unknown"/>.
/// </summary>
internal sealed class ConnectProbe(TimeProvider time) : IReadinessProbe
{
    private static readonly TimeSpan _firstStep = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _longestStep = TimeSpan.FromMilliseconds(20);

    public IDisposable WhenListening(ProbeTarget target, Action<ProbeAnswer> answer) => Begin(target, ListenerOwner.Unknown, answer);

    /// <summary>Answers as soon as a connection could be made; as the socket queues those for its child, that says nothing about the child.</summary>
    public IDisposable WhenAccepting(ProbeTarget target, Action<ProbeAnswer> answer) => Begin(target, ListenerOwner.Ours, answer);

    public bool IsListenedOn(ChildEndpoint endpoint) =>
        endpoint.Kind == EndpointKind.Tcp
        && (AcceptsAtOnce(IPAddress.Loopback, endpoint.Port) || AcceptsAtOnce(IPAddress.IPv6Loopback, endpoint.Port));

    private Watch Begin(ProbeTarget target, ListenerOwner owner, Action<ProbeAnswer> answer)
    {
        Watch watch = new(new PendingProbe(target, answer));
        _ = Task.Run(() => Poll(watch.Probe, owner, watch.Cancelled));
        return watch;
    }

    private async Task Poll(PendingProbe probe, ListenerOwner owner, CancellationToken cancelled)
    {
        try
        {
            TimeSpan step = _firstStep;
            while (!cancelled.IsCancellationRequested)
            {
                if (await FindListener(probe.Target.Endpoint, cancelled).ConfigureAwait(false) is { } endpoint)
                {
                    probe.Answer(new ProbeAnswer(owner, endpoint, ""));
                    return;
                }

                await Task.Delay(step, time, cancelled).ConfigureAwait(false);
                step = step * 1.2 < _longestStep ? step * 1.2 : _longestStep;
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: nobody waits any more.
        }
    }

    private static async Task<ChildEndpoint?> FindListener(ChildEndpoint wanted, CancellationToken cancelled)
    {
        if (wanted.Kind == EndpointKind.Unix)
            return await Accepts(new UnixDomainSocketEndPoint(wanted.Path!), cancelled).ConfigureAwait(false) ? wanted : null;
        foreach (IPAddress address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            if (await Accepts(new IPEndPoint(address, wanted.Port), cancelled).ConfigureAwait(false))
                return ChildEndpoint.Tcp(address.ToString(), wanted.Port);
        }

        return null;
    }

    private static async Task<bool> Accepts(EndPoint endpoint, CancellationToken cancelled)
    {
        try
        {
            using Socket socket = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(endpoint, cancelled).ConfigureAwait(false);
            if (endpoint is not IPEndPoint || !Equals(socket.LocalEndPoint, socket.RemoteEndPoint))
                return true;
            // The kernel gave us the very port as our own, and we met ourselves. A reset leaves nothing on it that the child would trip over.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            return false;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>For a caller that must not wait: on loopback the kernel answers at once, unless the listener's backlog is full.</summary>
    private static bool AcceptsAtOnce(IPAddress address, int port)
    {
        try
        {
            using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            try
            {
                socket.Connect(address, port);
            }
            catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                return socket.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectWrite) && socket.Connected;
            }

            return !Equals(socket.LocalEndPoint, socket.RemoteEndPoint);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private sealed class Watch(PendingProbe probe) : IDisposable
    {
        private readonly CancellationTokenSource _cancel = new();

        public PendingProbe Probe { get; } = probe;

        public CancellationToken Cancelled => _cancel.Token;

        public void Dispose()
        {
            Probe.Dispose();
            _cancel.Cancel();
        }
    }
}
