using System.Net;
using System.Net.Sockets;
using System.Text;
using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>One HTTP request, over TCP or a unix socket.</summary>
internal static class HttpQuestion
{
    /// <summary>The body of the answer to <c>GET /</c>.</summary>
    public static async Task<string> Ask(ChildEndpoint endpoint)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30), TimeProvider.System);
        EndPoint address = endpoint.Kind == EndpointKind.Unix
            ? new UnixDomainSocketEndPoint(endpoint.Path!)
            : new IPEndPoint(IPAddress.Parse(endpoint.Host), endpoint.Port);
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(address, limit.Token);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: child\r\nConnection: close\r\n\r\n"u8.ToArray(), limit.Token);
        using NetworkStream stream = new(socket);
        using StreamReader reader = new(stream, Encoding.ASCII);
        string answer = await reader.ReadToEndAsync(limit.Token);
        return answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }
}
