using System.Net;
using System.Net.Sockets;
using Spinner.Protocol;

namespace Spinner.Probes;

/// <summary>A connection to a child.</summary>
internal static class HealthConnection
{
    public static async Task<Socket> OpenAsync(ChildEndpoint endpoint, CancellationToken cancel)
    {
        EndPoint address = endpoint.Kind == EndpointKind.Unix
            ? new UnixDomainSocketEndPoint(endpoint.Path!)
            : new IPEndPoint(IPAddress.Parse(endpoint.Host), endpoint.Port);
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address, cancel).ConfigureAwait(false);
            if (address is not IPEndPoint || !Equals(socket.LocalEndPoint, socket.RemoteEndPoint))
                return socket;
            // Nobody listens: the kernel gave us the very port as our own, and we met ourselves. A reset leaves nothing on it.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            throw new SocketException((int)SocketError.ConnectionRefused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
