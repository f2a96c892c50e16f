using System.Net.Sockets;
using System.Text;

namespace Spinner.Probes;

/// <summary>Opens datagram sockets in the file system, where the system has them.</summary>
/// <param name="time">Measures the pauses of a talkative run.</param>
/// <param name="warn">Takes a sentence about what could not be received.</param>
internal sealed class NotifySockets(TimeProvider time, Action<string>? warn = null) : INotifySockets
{
    /// <summary>sun_path has 108 bytes, the terminating NUL among them.</summary>
    private const int MaxPathBytes = 107;

    public INotifySocket Open(string path, Action<NotifyMessage> received)
    {
        int length = Encoding.UTF8.GetByteCount(path);
        if (length > MaxPathBytes)
            throw new IOException($"The path of the notify socket {path} has {length} bytes and the system allows {MaxPathBytes}.");

        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            return new NotifySocket(socket, path, received, time, warn);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            socket?.Dispose();
            throw new IOException($"The notify socket {path} cannot be opened: {Reason(failure, path)}", failure);
        }
    }

    private static string Reason(Exception failure, string path) => (failure as SocketException)?.SocketErrorCode switch
    {
        SocketError.AddressFamilyNotSupported or SocketError.SocketNotSupported or SocketError.ProtocolNotSupported
            or SocketError.ProtocolType or SocketError.OperationNotSupported =>
            "this system has no datagram sockets in the file system, so children cannot tell how they are by sd_notify.",
        SocketError.AddressAlreadyInUse => "there is something at that path already.",
        SocketError.AccessDenied => "permission denied.",
        _ when !Directory.Exists(Path.GetDirectoryName(path)) => "its folder does not exist.",
        _ => failure.Message,
    };
}
