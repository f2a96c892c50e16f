using System.Net.Sockets;
using System.Text;

namespace Spinner.TestChild;

/// <summary>Tells whoever started us how we are: datagrams to NOTIFY_SOCKET.</summary>
internal static class Notifier
{
    public static void Send(string message)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path)
        {
            Say.Error("no NOTIFY_SOCKET");
            return;
        }

        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send(Encoding.UTF8.GetBytes(message));
        }
        catch (SocketException e)
        {
            Say.Error($"cannot notify {path}: {e.SocketErrorCode}");
        }
    }
}
