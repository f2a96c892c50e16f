using System.Net.Sockets;
using System.Text;

namespace Spinner.Host.Tests.Cli;

/// <summary>Answers on a unix socket what a test says, for what a real host does not do on demand.</summary>
internal sealed class FakeHost : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<string, Task<(int Status, string Body)>> _answer;

    /// <param name="answer">From <c>GET /v1/children</c> to the answer.</param>
    public FakeHost(Func<string, Task<(int Status, string Body)>> answer)
    {
        _answer = answer;
        SocketPath = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"fake-{Guid.NewGuid():N}.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _ = Accept();
    }

    public FakeHost(string body, int status = 200)
        : this(_ => Task.FromResult((status, body)))
    {
    }

    public string SocketPath { get; }

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(SocketPath);
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }

    private async Task Serve(Socket connection)
    {
        using NetworkStream stream = new(connection, ownsSocket: true);
        using StreamReader reader = new(stream, Encoding.UTF8);
        try
        {
            string? request = await reader.ReadLineAsync();
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
                // Headers and bodies are of no interest.
            }

            (int status, string body) = await _answer(request!.Replace(" HTTP/1.1", "", StringComparison.Ordinal));
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"));
            await stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The client has gone, as in tests that interrupt it.
        }
    }
}
