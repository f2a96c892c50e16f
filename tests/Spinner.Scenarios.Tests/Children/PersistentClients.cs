using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>
/// Some clients that ask one endpoint without a pause worth the name, each question on a connection of its own, and count what becomes of them.
/// </summary>
internal sealed partial class PersistentClients : IAsyncDisposable
{
    private const int Clients = 4;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _over = new();
    private readonly ChildEndpoint _endpoint;
    private readonly Task _asking;
    private readonly HashSet<int> _answerers = [];
    private int _answered;
    private int _refused;
    private int _unread;
    private int _cut;

    public PersistentClients(ChildEndpoint endpoint)
    {
        _endpoint = endpoint;
        _asking = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(AskUntilOver)));
    }

    public int Answered => _answered;

    /// <summary>Connections that nobody took.</summary>
    public int Refused => _refused;

    /// <summary>Connections that were taken and closed without a word: the question can be asked again.</summary>
    public int Unread => _unread;

    /// <summary>Answers that broke off.</summary>
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

        string answer = await Answer(socket, limit.Token);
        Match whole = WholeAnswer().Match(answer);
        if (!whole.Success)
        {
            Interlocked.Increment(ref answer.Length == 0 ? ref _unread : ref _cut);
            return;
        }

        Interlocked.Increment(ref _answered);
        lock (_answerers)
            _answerers.Add(int.Parse(whole.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>All that comes.</summary>
    private static async Task<string> Answer(Socket socket, CancellationToken limit)
    {
        StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        try
        {
            await socket.SendAsync("GET / HTTP/1.1\r\nHost: child\r\nConnection: close\r\n\r\n"u8.ToArray(), limit);
            while (await socket.ReceiveAsync(buffer, limit) is > 0 and int length)
                answer.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
        catch (SocketException)
        {
            // It was closed the hard way; what came until then is looked at like any other.
        }

        return answer.ToString();
    }

    // The length of the body is that of "ok <pid>"; a chunk's comes before it, and an empty one after it.
    [GeneratedRegex(@"^HTTP/1\.1 200 .*\r\nok (\d+)(\r\n0\r\n\r\n)?$", RegexOptions.Singleline)]
    private static partial Regex WholeAnswer();
}
