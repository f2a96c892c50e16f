using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Spinner.Cli.Contract;

namespace Spinner.Host.Api;

/// <summary>Marks a connection over the unix socket, which only its owner can open.</summary>
internal sealed record LocalCaller
{
    public static LocalCaller Instance { get; } = new();
}

/// <summary>
/// Who may ask. Over the socket: who can open it. Over TCP: who has the token, and means this host by its name (a web page whose name was made to lead
/// here does not). A web page of an origin that is not allowed may not ask in any way.
/// </summary>
internal sealed class AccessMiddleware(HostPlan plan, ApiToken token)
{
    public Task Invoke(HttpContext context, RequestDelegate next)
    {
        CheckOrigin(context);
        if (context.Features.Get<LocalCaller>() is null)
        {
            CheckHost(context);
            CheckToken(context);
        }

        return next(context);
    }

    private void CheckOrigin(HttpContext context)
    {
        string? origin = context.Request.Headers.Origin;
        if (origin is null)
            return;
        if (plan.Tcp?.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase) != true)
        {
            throw new ProblemException(Problems.Of(
                StatusCodes.Status403Forbidden, ProblemCodes.WrongOrigin, $"Web pages of {origin} may not ask here; the configuration can allow it."));
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = HeaderNames.Origin;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            headers.AccessControlAllowMethods = "GET, POST, DELETE";
            headers.AccessControlAllowHeaders = "Authorization, Content-Type, Last-Event-ID";
        }
    }

    private void CheckHost(HttpContext context)
    {
        HostString host = context.Request.Host;
        if (plan.Tcp is { } tcp && (tcp.AllowedHosts.Contains(host.Value, StringComparer.OrdinalIgnoreCase)
            || tcp.AllowedHosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase)
            || ((host.Port ?? context.Connection.LocalPort) == context.Connection.LocalPort && IsOwn(host.Host, context.Connection.LocalIpAddress))))
        {
            return;
        }

        throw new ProblemException(Problems.Of(
            StatusCodes.Status421MisdirectedRequest, ProblemCodes.WrongHost, "The Host header names another host; the configuration can allow it."));
    }

    private static bool IsOwn(string name, IPAddress? listened) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && address.Equals(listened));

    private void CheckToken(HttpContext context)
    {
        // A browser asks first whether it may, and has no token then.
        if (HttpMethods.IsOptions(context.Request.Method))
            return;
        const string Scheme = "Bearer ";
        string given = context.Request.Headers.Authorization.ToString();
        if (given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && token.Is(given[Scheme.Length..].Trim()))
            return;
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"spinner\"";
        throw new ProblemException(Problems.Of(
            StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, "Send the token: Authorization: Bearer, and what the token file has."));
    }
}
