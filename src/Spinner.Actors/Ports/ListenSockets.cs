using System.Net;
using System.Net.Sockets;

namespace Spinner.Ports;

/// <summary>Opens real sockets.</summary>
internal sealed class ListenSockets(IPAddress address) : IListenSockets
{
    /// <summary>
    /// What the kernel allows unless it was told otherwise (net.core.somaxconn); it cuts down more than it allows. All connections that
    /// come while a child restarts have to fit in.
    /// </summary>
    public const int Backlog = 4096;

    public string Host => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback.ToString() : address.ToString();

    public ListenSocket? TryListen(int port)
    {
        // Declared as TCP it is bound with SO_REUSEADDR: closed connections of an earlier lease do not keep it off the port. Asking for that
        // by name would set SO_REUSEPORT too, with which another program could take a share of the connections.
        try
        {
            return Open(address.AddressFamily, ProtocolType.Tcp, new IPEndPoint(address, port));
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return null;
        }
        catch (SocketException failure)
        {
            throw new IOException($"No socket can be opened on port {port}: {failure.Message}", failure);
        }
    }

    public ListenSocket Listen(string path)
    {
        try
        {
            return Open(AddressFamily.Unix, ProtocolType.Unspecified, new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException failure)
        {
            throw new IOException($"The socket {path} cannot be opened: {failure.Message}", failure);
        }
    }

    private static ListenSocket Open(AddressFamily family, ProtocolType protocol, EndPoint endpoint)
    {
        Socket socket = new(family, SocketType.Stream, protocol);
        try
        {
            if (endpoint is IPEndPoint { Address: var all } && all.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return new ListenSocket(socket.SafeHandle, socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
