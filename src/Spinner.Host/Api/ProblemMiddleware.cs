using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Spinner.Cli.Contract;
using Spinner.Host.Upkeep;

namespace Spinner.Host.Api;

/// <summary>Sees to it that every answer that is an error is a problem: what was refused, what nobody answered, and what went wrong.</summary>
internal sealed partial class ProblemMiddleware(IHostLife life, ILogger<ProblemMiddleware> log)
{
    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                await Problems.Write(context, Of(context, failure)).ConfigureAwait(false);
            return;
        }
        catch (Exception failure)
        {
            // The answer is under way: all that is left is to break it off, so that nobody takes a part for the whole.
            if (!context.RequestAborted.IsCancellationRequested && !life.IsStopping)
                LogFailure(context.Request.Method, AskedPath(context), failure);
            context.Abort();
            return;
        }

        if (!context.Response.HasStarted && context.Response.ContentType is null && context.Response.StatusCode >= StatusCodes.Status400BadRequest)
            await OfStatus(context).ConfigureAwait(false);
    }

    private ProblemView Of(HttpContext context, Exception failure)
    {
        switch (failure)
        {
            case ProblemException refusal:
                return refusal.Problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, "The body is larger than 1 MB.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return Problems.Of(StatusCodes.Status408RequestTimeout, ProblemCodes.TooSlow, "The body came too slowly.");
            case BadHttpRequestException bad:
                return Problems.Of(StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest, bad.Message);
            case InvalidOperationException or OperationCanceledException when life.IsStopping:
                return Problems.ShuttingDown().Problem;
            default:
                LogFailure(context.Request.Method, AskedPath(context), failure);
                return Problems.Of(StatusCodes.Status500InternalServerError, ProblemCodes.Internal, "Spinner failed at this; its log says more.");
        }
    }

    /// <summary>As it came: the name of the child has been taken out of the other one.</summary>
    private static string AskedPath(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];

    private static Task OfStatus(HttpContext context)
    {
        string allowed = context.Response.Headers.Allow.ToString();
        switch (context.Response.StatusCode)
        {
            case StatusCodes.Status405MethodNotAllowed when HttpMethods.IsOptions(context.Request.Method):
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            case StatusCodes.Status405MethodNotAllowed:
                return Problems.Write(context, Problems.Of(
                    StatusCodes.Status405MethodNotAllowed,
                    ProblemCodes.MethodNotAllowed,
                    $"This path has no {context.Request.Method}; it has {allowed}."));
            case StatusCodes.Status404NotFound:
                return Problems.Write(context, Problems.NotFound().Problem);
            default:
                return Problems.Write(context, Problems.Of(context.Response.StatusCode, ProblemCodes.InvalidRequest, "The request was refused."));
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailure(string method, string path, Exception failure);
}
