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
    private readonly HttpClient _http;

    /// <param name="socket">The socket's path.</param>
    public DaemonClient(string socket)
    {
        Socket = socket;
        SocketsHttpHandler handler = new() { ConnectCallback = Connect, UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The socket's path.</summary>
    public string Socket { get; }

    /// <summary>Asks for something.</summary>
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), type, cancel);

    /// <summary>Has something done.</summary>
    public Task<T> PostAsync<T>(string path, JsonObject? body, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return SendAsync(request, type, cancel);
    }

    /// <summary>Sends a request of any kind and reads its answer.</summary>
    public async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using HttpResponseMessage response = await OpenAsync(request, cancel).ConfigureAwait(false);
        using Stream body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, type, cancel).ConfigureAwait(false)
            ?? throw new NoHostException(Socket, "it answered nothing where JSON was due.");
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
        try
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw new NoHostException(Socket, Reason(failure), failure);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new ApiException(await ProblemOf(response, cancel).ConfigureAwait(false));
    }

    private static async Task<ProblemView> ProblemOf(HttpResponseMessage response, CancellationToken cancel)
    {
        string text = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize(text, ContractJson.Default.ProblemView) is { Code: not null } problem)
                return problem;
        }
        catch (JsonException)
        {
            // Not one of ours: told below as it is.
        }

        return new ProblemView("about:blank", response.ReasonPhrase ?? "", (int)response.StatusCode, ProblemCodes.Internal,
            $"It answered {(int)response.StatusCode} {response.ReasonPhrase}. {text}".TrimEnd());
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
