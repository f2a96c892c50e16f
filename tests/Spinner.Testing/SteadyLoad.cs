using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Spinner.Hosting;
using Spinner.Protocol;

namespace Spinner.Testing;

/// <summary>What became of one request.</summary>
/// <param name="Latency">From the moment at which it was due to its end.</param>
/// <param name="Answer">The body of the answer; null when there was none.</param>
/// <param name="Failure">Why there was none.</param>
/// <param name="RefusedAfter">
/// When its connection was refused: how long after it had been told where the child listens it began to connect. Null when anything else became of it.
/// </param>
internal sealed record LoadedRequest(TimeSpan Latency, string? Answer, string? Failure, TimeSpan? RefusedAfter);

/// <summary>
/// So many HTTP requests a second to a child, each on a connection of its own, to the endpoint that the child has at that moment. They are sent when
/// they are due, whether or not those before them have been answered.
/// </summary>
internal sealed class SteadyLoad
{
    private const int Senders = 4;

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly SpinnerClient _client;
    private readonly ChildName _name;
    private readonly ConcurrentBag<LoadedRequest> _done = [];
    private readonly Task[] _senders;
    private volatile bool _isOver;

    private SteadyLoad(SpinnerClient client, ChildName name, int perSecond)
    {
        (_client, _name) = (client, name);
        _senders = [.. Enumerable.Range(0, Senders).Select(_ => Task.Run(() => Send((double)perSecond / Senders)))];
    }

    /// <summary>How many have ended, one way or the other.</summary>
    public int Done => _done.Count;

    public static SteadyLoad Start(SpinnerClient client, ChildName name, int perSecond) => new(client, name, perSecond);

    /// <summary>Sends no more, and waits for the answers to what was sent.</summary>
    public async Task<IReadOnlyList<LoadedRequest>> Stop()
    {
        _isOver = true;
        await Task.WhenAll(_senders);
        return [.. _done];
    }

    private async Task Send(double perSecond)
    {
        List<Task> sent = [];
        long began = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(_tick, TimeProvider.System);
        while (!_isOver && await timer.WaitForNextTickAsync())
        {
            TimeSpan now = TimeProvider.System.GetElapsedTime(began);
            while (sent.Count < now.TotalSeconds * perSecond)
            {
                TimeSpan late = now - TimeSpan.FromSeconds(sent.Count / perSecond);
                sent.Add(Ask(TimeProvider.System.GetTimestamp() - (long)(late.TotalSeconds * TimeProvider.System.TimestampFrequency)));
            }
        }

        await Task.WhenAll(sent);
    }

    private async Task Ask(long due)
    {
        using CancellationTokenSource limit = new(_patience, TimeProvider.System);
        string? answer = null, failure = null;
        TimeSpan? connecting = null, refusedAfter = null;
        try
        {
            StartResult result = await _client.StartAsync(_name, limit.Token);
            long told = TimeProvider.System.GetTimestamp();
            if (result is StartSucceeded started)
            {
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                connecting = TimeProvider.System.GetElapsedTime(told);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(started.Endpoint.Host), started.Endpoint.Port), limit.Token);
                answer = await Get(socket, limit.Token);
            }
            else
            {
                failure = result.ToString();
            }
        }
        catch (SocketException refusal) when (refusal.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // Nothing but a connect is refused.
            (failure, refusedAfter) = (refusal.Message, connecting);
        }
        catch (Exception lost) when (lost is SocketException or IOException or OperationCanceledException or InvalidDataException)
        {
            failure = $"{lost.GetType().Name}: {lost.Message}";
        }

        _done.Add(new LoadedRequest(TimeProvider.System.GetElapsedTime(due), answer, failure, refusedAfter));
    }

    private static async Task<string> Get(Socket socket, CancellationToken cancel)
    {
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: child\r\nConnection: close\r\n\r\n"u8.ToArray(), cancel);
        using NetworkStream stream = new(socket);
        using StreamReader reader = new(stream, Encoding.ASCII);
        string answer = await reader.ReadToEndAsync(cancel);
        int body = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && body > 0
            ? answer[(body + 4)..]
            : throw new InvalidDataException($"Not an answer: '{answer}'");
    }
}
