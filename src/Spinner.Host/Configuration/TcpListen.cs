using System.Globalization;
using System.Net;

namespace Spinner.Host.Configuration;

/// <summary>Where the control API listens on TCP.</summary>
/// <param name="Host">An address without brackets, or a name.</param>
/// <param name="Port">1-65535.</param>
internal sealed record TcpListen(string Host, int Port)
{
    /// <summary>Whether only this machine can get there. A name other than localhost may lead anywhere.</summary>
    public bool IsLoopback => IPAddress.TryParse(Host, out IPAddress? address)
        ? IPAddress.IsLoopback(address)
        : string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>127.0.0.1:7979</c>, <c>[::1]:7979</c>, <c>localhost:7979</c>; null when it is none of these.</summary>
    public static TcpListen? Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 1
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is < IPEndPoint.MinPort + 1 or > IPEndPoint.MaxPort)
            return null;
        string host = text[..colon];
        bool hasBrackets = host.StartsWith('[') && host.EndsWith(']');
        string inner = hasBrackets ? host[1..^1] : host;
        bool isRight = Uri.CheckHostName(inner) switch
        {
            UriHostNameType.IPv6 => hasBrackets,
            UriHostNameType.IPv4 or UriHostNameType.Dns => !hasBrackets,
            _ => false,
        };
        return isRight ? new TcpListen(inner, port) : null;
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
