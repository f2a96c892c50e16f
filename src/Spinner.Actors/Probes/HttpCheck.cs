using System.Net;
using System.Net.Sockets;
using Spinner.Protocol;

namespace Spinner.Probes;

/// <summary>Asks for a path and looks at the status; the body stays where it is.</summary>
internal static class HttpCheck
{
    /// <summary>The path, with the slash that it may lack.</summary>
    public static string PathOf(HealthTarget target) => target.Path.StartsWith('/') ? target.Path : $"/{target.Path}";

    public static async Task<string?> TryAsync(HealthTarget target, CancellationToken cancel)
    {
        // A handler for this request alone. A shared one may send it over a connection that was opened for another request, and that shows
        // neither that this child still accepts, nor, behind the one host name of all unix sockets, that it is this child.
        using HttpMessageInvoker http = new(HandlerFor(target.Endpoint));
        using HttpRequestMessage request = new(HttpMethod.Get, UriOf(target))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.ParseAdd("Spinner");
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, cancel).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            return status is >= 200 and < 400 ? null : HealthSentences.Status(target, status);
        }
        catch (HttpRequestException failure) when (!cancel.IsCancellationRequested)
        {
            return SocketFailureIn(failure) is { } unreachable
                ? HealthSentences.Unreachable(target, unreachable)
                : HealthSentences.NoHttp(target, failure.InnerException ?? failure);
        }
    }

    private static SocketsHttpHandler HandlerFor(ChildEndpoint endpoint) => new()
    {
        ConnectCallback = async (_, cancel) =>
            new NetworkStream(await HealthConnection.OpenAsync(endpoint, cancel).ConfigureAwait(false), ownsSocket: true),
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
    };

    private static Uri UriOf(HealthTarget target) =>
        new((target.Endpoint.Kind == EndpointKind.Unix ? "http://localhost" : target.Endpoint.Url.TrimEnd('/')) + PathOf(target));

    private static SocketException? SocketFailureIn(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException found)
                return found;
        }

        return null;
    }
}
