namespace Spinner.Protocol;

/// <summary>The kinds of endpoint a child can be given.</summary>
public enum EndpointKind
{
    /// <summary>A TCP port; <c>PORT</c> is its number.</summary>
    Tcp,

    /// <summary>A unix-domain stream socket; <c>PORT</c> is its path.</summary>
    Unix,

    /// <summary>None: a worker, which listens nowhere and gets no <c>PORT</c>.</summary>
    None,
}

/// <summary>Where a child listens: host and TCP port, the path of a unix socket, or nowhere.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Host">The literal address to connect to (127.0.0.1 for a wildcard listener); else empty.</param>
/// <param name="Port">The TCP port, 1-65535; else 0.</param>
/// <param name="Path">The socket's absolute path; null for TCP.</param>
public sealed record ChildEndpoint(EndpointKind Kind, string Host, int Port, string? Path)
{
    /// <summary>No endpoint: a worker.</summary>
    public static ChildEndpoint None { get; } = new(EndpointKind.None, "", 0, null);

    /// <summary>A TCP endpoint.</summary>
    public static ChildEndpoint Tcp(string host, int port) => new(EndpointKind.Tcp, host, port, null);

    /// <summary>A unix-socket endpoint.</summary>
    public static ChildEndpoint Unix(string path) => new(EndpointKind.Unix, "", 0, path);

    /// <summary>The endpoint as a URL: <c>http://127.0.0.1:7000/</c>, <c>unix:/run/spinner/3-1.sock</c>; empty for a worker.</summary>
    public string Url => Kind == EndpointKind.None ? ""
        : Kind == EndpointKind.Unix ? $"unix:{Path}"
        : Host.Contains(':', StringComparison.Ordinal) ? $"http://[{Host}]:{Port}/" : $"http://{Host}:{Port}/";

    /// <summary>What the child finds in <c>PORT</c>; empty for a worker, which has no such variable.</summary>
    public string PortVariable => Kind == EndpointKind.None ? "" : Kind == EndpointKind.Unix ? Path! : Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The URL, or <c>no endpoint</c>.</summary>
    public override string ToString() => Kind == EndpointKind.None ? "no endpoint" : Url;
}
