namespace Spinner.Protocol;

/// <summary>The two kinds of endpoint a child can be given.</summary>
public enum EndpointKind
{
    /// <summary>A TCP port; <c>PORT</c> is its number.</summary>
    Tcp,

    /// <summary>A unix-domain stream socket; <c>PORT</c> is its path.</summary>
    Unix,
}

/// <summary>Where a child listens: host and TCP port, or the path of a unix socket.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Host">The literal address to connect to (127.0.0.1 for a wildcard listener); empty for a unix socket.</param>
/// <param name="Port">The TCP port, 1-65535; 0 for a unix socket.</param>
/// <param name="Path">The socket's absolute path; null for TCP.</param>
public sealed record ChildEndpoint(EndpointKind Kind, string Host, int Port, string? Path)
{
    /// <summary>A TCP endpoint.</summary>
    public static ChildEndpoint Tcp(string host, int port) => new(EndpointKind.Tcp, host, port, null);

    /// <summary>A unix-socket endpoint.</summary>
    public static ChildEndpoint Unix(string path) => new(EndpointKind.Unix, "", 0, path);

    /// <summary>The endpoint as a URL: <c>http://127.0.0.1:7000/</c>, or <c>unix:/run/spinner/3-1.sock</c>.</summary>
    public string Url => Kind == EndpointKind.Unix ? $"unix:{Path}"
        : Host.Contains(':', StringComparison.Ordinal) ? $"http://[{Host}]:{Port}/" : $"http://{Host}:{Port}/";

    /// <summary>What the child finds in <c>PORT</c>.</summary>
    public string PortVariable => Kind == EndpointKind.Unix ? Path! : Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The URL.</summary>
    public override string ToString() => Url;
}
