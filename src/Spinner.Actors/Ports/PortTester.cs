using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Spinner.Ports;

/// <summary>Tests a port by binding it. The wildcard addresses collide with a holder of any address of their family.</summary>
internal sealed class PortTester : IPortTester
{
    private const string EphemeralRangeFile = "/proc/sys/net/ipv4/ip_local_port_range";

    public (int First, int Last)? EphemeralRange { get; } = ReadEphemeralRange();

    public bool IsFree(int port) => CanBind(IPAddress.Any, port, reuse: false) && CanBind(IPAddress.IPv6Any, port, reuse: false);

    public bool IsLingering(int port) => CanBind(IPAddress.Any, port, reuse: true) && CanBind(IPAddress.IPv6Any, port, reuse: true);

    private static bool CanBind(IPAddress address, int port, bool reuse)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
            return true;
        try
        {
            // Bind sets SO_REUSEADDR on a socket declared as TCP, and would then succeed on a port that is bound but not listened on.
            using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = false;
            if (reuse)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            else if (OperatingSystem.IsWindows())
                socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException failure)
        {
            // A machine without the family cannot have a holder in it. Anything else, such as a privileged port, is not ours to have.
            return failure.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable;
        }
    }

    private static (int First, int Last)? ReadEphemeralRange()
    {
        if (!File.Exists(EphemeralRangeFile))
            return null;
        string[] limits = File.ReadAllText(EphemeralRangeFile).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (int.Parse(limits[0], CultureInfo.InvariantCulture), int.Parse(limits[1], CultureInfo.InvariantCulture));
    }
}
