using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>
/// Some clients that ask one endpoint without a pause worth the name, each question on a connection of its own, and count what becomes of them.
/// </summary>
internal sealed class PersistentClients : IAsyncDisposable
{
    private const int Clients = 4;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _over = new();
    private readonly ChildEndpoint _endpoint;
    private readonly Task _asking;
    private readonly HashSet<int> _answerers = [];
    private int _answered;
    private int _refused;
    private int _cut;

    public PersistentClients(ChildEndpoint endpoint)
    {
        _endpoint = endpoint;
        _asking = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(AskUntilOver)));
    }

    public int Answered => _answered;

    /// <summary>Connections that nobody took.</summary>
    public int Refused => _refused;

    /// <summary>Connections that were taken and closed without a whole answer.</summary>
    public int Cut => _cut;

    /// <summary>Waits until this process has answered one of them.</summary>
    public Task AnswerOf(int pid) => Wait.Until(() => _asking.IsCompleted || HasAnswered(pid), $"an answer of {pid}");

    /// <summary>Lets them finish their last question.</summary>
    public async Task Stop()
    {
        await _over.CancelAsync();
        await _asking;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _over.Dispose();
    }

    private bool HasAnswered(int pid)
    {
        lock (_answerers)
            return _answerers.Contains(pid);
    }

    private async Task AskUntilOver()
    {
        while (!_over.IsCancellationRequested)
        {
            await Ask();
            await Task.Delay(_pause, TimeProvider.System);
        }
    }

    private async Task Ask()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60), TimeProvider.System);
        EndPoint address = _endpoint.Kind == EndpointKind.Unix
            ? new UnixDomainSocketEndPoint(_endpoint.Path!)
            : new IPEndPoint(IPAddress.Parse(_endpoint.Host), _endpoint.Port);
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address, limit.Token);
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        if (await Answer(socket, limit.Token) is not { } pid)
        {
            Interlocked.Increment(ref _cut);
            return;
        }

        Interlocked.Increment(ref _answered);
        lock (_answerers)
            _answerers.Add(pid);
    }

    /// <summary>The pid in the body of the answer; null when it does not come, or not whole.</summary>
    private static async Task<int?> Answer(Socket socket, CancellationToken limit)
    {
        try
        {
            await socket.SendAsync("GET / HTTP/1.1\r\nHost: child\r\nConnection: close\r\n\r\n"u8.ToArray(), limit);
            using StreamReader reader = new(new NetworkStream(socket), Encoding.ASCII);
            string answer = await reader.ReadToEndAsync(limit);
            string[] words = answer[(answer.LastIndexOf("ok ", StringComparison.Ordinal) + 1)..].Split(' ', '\r', '\n');
            return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? int.Parse(words[1], CultureInfo.InvariantCulture) : null;
        }
        catch (Exception cut) when (cut is IOException or SocketException)
        {
            return null;
        }
    }
}
