using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Client;

/// <summary>Asks a host over its unix socket. Answers that are problems come as <see cref="ApiException"/>, no answer as <see cref="NoHostException"/>.</summary>
public sealed class DaemonClient : IDisposable
{
    /// <summary>How long a host may take until it begins to answer what it knows; what it is told to do takes as long as it takes.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const string DataField = "data:";

    private readonly HttpClient _http;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly bool _isSocket;

    /// <param name="socket">The socket's path.</param>
    public DaemonClient(string socket)
        : this(socket, TimeProvider.System)
    {
    }

    /// <param name="socket">The socket's path.</param>
    /// <param name="time">Measures the patience.</param>
    internal DaemonClient(string socket, TimeProvider time)
    {
        (Socket, _isSocket, _time) = (socket, true, time);
        SocketsHttpHandler handler = new() { ConnectCallback = Connect, UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <param name="other">A Spinner on another node.</param>
    internal DaemonClient(OtherNode other)
    {
        Socket = other.Address;
        _http = new HttpClient(other.Handler, disposeHandler: false) { BaseAddress = new Uri("http://localhost"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The socket's path, or the address on another node.</summary>
    public string Socket { get; }

    /// <summary>Asks for something.</summary>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) =>
        (await AskAsync(HttpMethod.Get, path, null, cancel).ConfigureAwait(false)).Read(type);

    /// <summary>Has something done.</summary>
    public async Task<T> PostAsync<T>(string path, JsonObject? body, JsonTypeInfo<T> type, CancellationToken cancel) =>
        (await AskAsync(HttpMethod.Post, path, body, cancel).ConfigureAwait(false)).Read(type);

    /// <summary>Asks, and gives the answer as it came.</summary>
    public async Task<Answer> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancel)
    {
        // As it is: "%2E%2E" is a name, and would be taken for the folder above.
        Uri exact = new($"http://localhost{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using HttpRequestMessage request = new(method, exact);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await OpenAsync(request, cancel).ConfigureAwait(false);
        try
        {
            return new Answer(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false), Socket);
        }
        catch (Exception end) when (end is IOException or HttpRequestException)
        {
            throw new NoHostException(Socket, "it ended before it had answered.", end);
        }
    }

    /// <summary>The events of a stream of server-sent events, each the JSON it carries.</summary>
    public async IAsyncEnumerable<string> EventsAsync(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        // Each event of Spinner is one line of data; ids, names and comments around it are of no interest here.
        await foreach (string line in LinesAsync(request, cancel).ConfigureAwait(false))
        {
            if (line.StartsWith(DataField, StringComparison.Ordinal))
                yield return line[DataField.Length..].TrimStart(' ');
        }
    }

    /// <summary>The lines of an answer that goes on, as they come. The end of the host ends them with <see cref="NoHostException"/> or quietly.</summary>
    public async IAsyncEnumerable<string> LinesAsync(HttpRequestMessage request, [EnumeratorCancellation] CancellationToken cancel)
    {
        using HttpResponseMessage response = await OpenAsync(request, cancel).ConfigureAwait(false);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), Encoding.UTF8);
        while (await Next(reader, cancel).ConfigureAwait(false) is { } line)
            yield return line;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<string?> Next(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadLineAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception end) when (end is IOException or HttpRequestException)
        {
            throw new NoHostException(Socket, "it ended.", end);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        HttpResponseMessage response;
        if (_isSocket && SocketPath.Unfit(Socket) is { } unfit)
            throw new NoHostException(Socket, unfit) { IsReachable = false };
        try
        {
            if (request.Headers.Accept.Count == 0)
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            response = await SendAsync(request, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw new NoHostException(Socket, Reason(failure), failure);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await ProblemOf(response, cancel).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        // Another node has limits of its own.
        bool isLimited = _isSocket && request.Method == HttpMethod.Get;
        using CancellationTokenSource hung = new(isLimited ? Patience : Timeout.InfiniteTimeSpan, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(hung.Token, cancel);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException silence) when (hung.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new NoHostException(Socket, $"one holds it, and has said nothing for {Patience.TotalSeconds} s.", silence)
            {
                Advice = "It hangs, or was stopped by SIGSTOP: its log may say more. Should it not come back, kill -9 its process; the next host clears up after it.",
            };
        }
    }

    private static async Task<ApiException> ProblemOf(HttpResponseMessage response, CancellationToken cancel)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize(body, ContractJson.Default.ProblemView) is { Code: not null } problem)
                return new ApiException(problem, body);
        }
        catch (JsonException)
        {
            // Not one of ours: told below as it is.
        }

        return new ApiException(new ProblemView("about:blank", response.ReasonPhrase ?? "", (int)response.StatusCode, ProblemCodes.Internal,
            $"It answered {(int)response.StatusCode} {response.ReasonPhrase}. {Encoding.UTF8.GetString(body)}".TrimEnd()));
    }

    private static string Reason(HttpRequestException failure) => failure.InnerException is SocketException socket
        ? socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "nobody listens there any more.",
            SocketError.AccessDenied => "this user may not use it.",
            SocketError.AddressNotAvailable => "there is no such socket.",
            _ => $"{socket.Message}.",
        }
        : failure.InnerException?.Message ?? failure.Message;

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        System.Net.Sockets.Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
