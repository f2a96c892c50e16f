using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Spinner.Host.Api;

/// <summary>
/// Waits for what was asked for as long as somebody wants the answer: until the client has gone, or the host is to end, whose last request must not
/// hold it up. What was asked for goes on.
/// </summary>
internal sealed class Waiting(IHostApplicationLifetime lifetime)
{
    public async Task<T> For<T>(HttpContext context, Task<T> work)
    {
        _ = work.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        using CancellationTokenSource end = Until(context);
        try
        {
            return await work.WaitAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Problems.ShuttingDown();
        }
    }

    /// <summary>The end of an answer that goes on: the client has gone, or the host is to end. Dispose it.</summary>
    public CancellationTokenSource Until(HttpContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
}
