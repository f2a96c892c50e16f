using System.Net;
using System.Net.Sockets;

namespace Spinner.Probes.Linux;

/// <summary>A listening TCP socket.</summary>
/// <param name="Address">The address it is bound to.</param>
/// <param name="V6Only">Whether an IPv6 wildcard leaves IPv4 alone.</param>
/// <param name="Port">The port.</param>
/// <param name="Inode">What names the socket below /proc/pid/fd.</param>
/// <param name="Queue">How many connections wait to be accepted.</param>
internal readonly record struct TcpListenerSocket(IPAddress Address, bool V6Only, int Port, uint Inode, uint Queue)
{
    /// <summary>The literal address to connect to.</summary>
    public string Host
    {
        get
        {
            if (IsWildcard)
                return Address.AddressFamily == AddressFamily.InterNetworkV6 && V6Only ? "::1" : "127.0.0.1";
            return (Address.IsIPv4MappedToIPv6 ? Address.MapToIPv4() : Address).ToString();
        }
    }

    /// <summary>
    /// Whether connections that are meant for the other socket may end up here: the kernel spreads them over equal addresses
    /// (SO_REUSEPORT), and prefers the more specific of two.
    /// </summary>
    public bool Competes(TcpListenerSocket other) => Host == other.Host && (!IsWildcard || other.IsWildcard);

    private bool IsWildcard => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any)
        || (Address.IsIPv4MappedToIPv6 && Address.MapToIPv4().Equals(IPAddress.Any));
}
