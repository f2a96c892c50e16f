using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Spinner.Cli.Contract;
using Spinner.Hosting;
using Spinner.Supervision;

namespace Spinner.Host.Api;

/// <summary>What children print: the last lines, and with <c>follow</c> all that come; of one, of some, or of all.</summary>
internal sealed class LogEndpoint(SpinnerClient spinner, EventLog events, Waiting waiting, TimeProvider time)
{
    public const int UsualTail = 100;
    public const int LongestTail = 100_000;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods($"{ChildEndpoints.Child}/logs", Methods.Get, OfOne);
        app.MapMethods(Routes.Logs, Methods.Get, OfMany);
    }

    private Task OfOne(HttpContext context) => Send(context, new Query(context, "tail", "follow"), [RawPath.NameOf(context)], isPrefixed: false);

    private Task OfMany(HttpContext context)
    {
        Query query = new(context, "name", "tail", "follow");
        IReadOnlyList<string> names = query.All("name");
        return Send(context, query, names, isPrefixed: names.Count != 1);
    }

    private async Task Send(HttpContext context, Query query, IReadOnlyList<string> names, bool isPrefixed)
    {
        int tail = query.Number("tail", UsualTail, 0, LongestTail);
        bool follow = query.Flag("follow", otherwise: false);
        PresentGiven present = await waiting.For(context, spinner.PresentAsync()).ConfigureAwait(false);
        string[] known = [.. present.Children.Select(child => child.Name.Value)];
        if (names.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw Problems.UnknownChild(unknown, known);

        bool isText = WantsText(context.Request);
        context.Response.ContentType = isText ? "text/plain; charset=utf-8" : "application/x-ndjson; charset=utf-8";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        using CancellationTokenSource end = waiting.Until(context);
        LogStream stream = new(spinner, time, new LogWriter(new Outflow(context, time), isText, isPrefixed));
        try
        {
            await stream.OpenAsync(names.Count > 0 ? names : known, tail, follow, end.Token).ConfigureAwait(false);
            await stream.WriteTailAsync(end.Token).ConfigureAwait(false);
            if (follow)
                await stream.FollowAsync(names.Count > 0 ? null : events, present.Sequence, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader has gone, or the host ends: the stream with it.
        }
        finally
        {
            stream.Dispose();
        }
    }

    private static bool WantsText(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? types)
        && types.MaxBy(type => type.Quality ?? 1) is { } best
        && best.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase);
}
