using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spinner.Cli.Contract;
using Spinner.Host.Upkeep;
using Spinner.Hosting;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>The host itself: what it is, whether it works, its file and its end.</summary>
internal sealed class HostEndpoints(SpinnerClient spinner, IHostControl host, IHostLife life, Waiting waiting, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/healthz", Methods.Get, Healthy);
        app.MapMethods("/readyz", Methods.Get, Ready);
        app.MapMethods(Routes.Info, Methods.Get, Info);
        app.MapPost(Routes.Reload, Bodies.None(Reload));
        app.MapPost(Routes.Shutdown, Bodies.None(Shutdown));
    }

    private static Task Healthy(HttpContext context)
    {
        _ = new Query(context);
        return Say(context, "ok\n");
    }

    private async Task Ready(HttpContext context)
    {
        _ = new Query(context);
        if (life.IsStopping)
            throw Problems.ShuttingDown();
        try
        {
            await waiting.For(context, spinner.PresentAsync().WaitAsync(_patience, time)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            throw new ProblemException(Problems.Of(
                StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotReady, "The actors of Spinner do not answer; its log may say why."));
        }

        await Say(context, "ready\n").ConfigureAwait(false);
    }

    private async Task Info(HttpContext context)
    {
        _ = new Query(context);
        IReadOnlyList<ChildPresent> children = (await waiting.For(context, spinner.PresentAsync()).ConfigureAwait(false)).Children;
        InfoView info = host.Info() with
        {
            Children = Enum.GetValues<ChildState>().ToDictionary(state => state.ToWire(), state => children.Count(child => child.State == state)),
        };
        await ApiJson.Write(context, info, ApiJson.Contract.InfoView).ConfigureAwait(false);
    }

    private async Task Reload(HttpContext context)
    {
        bool dryRun = new Query(context, "dryRun").Flag("dryRun", otherwise: false);

        // Half a reload is worse than one that nobody hears of: only a shutdown ends the wait, not the reload.
        ReloadResult result = await waiting.For(context, host.ReloadAsync(dryRun, CancellationToken.None)).ConfigureAwait(false);
        if (result.Done is { } done)
            await ApiJson.Write(context, done, ApiJson.Contract.ReloadView).ConfigureAwait(false);
        else if (result.Errors.Count == 0)
            throw new ProblemException(Problems.Of(StatusCodes.Status409Conflict, ProblemCodes.NoFile, "This Spinner has no configuration file to read again."));
        else
            throw new ProblemException(Problems.Of(
                StatusCodes.Status422UnprocessableEntity, ProblemCodes.InvalidFile, "The configuration file has errors; nothing was changed.")
                with
            { Errors = result.Errors });
    }

    private async Task Shutdown(HttpContext context)
    {
        _ = new Query(context);
        await ApiJson.Write(context, [], ApiJson.Contract.JsonObject, StatusCodes.Status202Accepted).ConfigureAwait(false);

        // The answer first: the end waits for no client.
        await context.Response.CompleteAsync().ConfigureAwait(false);
        host.Shutdown();
    }

    private static Task Say(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
