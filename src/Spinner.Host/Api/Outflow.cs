using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Spinner.Host.Api;

/// <summary>
/// An answer that goes on. The server's own rate counts what was sent over the whole of an answer, so who once read quickly could stop for hours; here
/// whoever takes nothing for a while is cut off.
/// </summary>
internal sealed class Outflow(HttpContext context, TimeProvider time)
{
    /// <summary>How long something may wait to be taken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public PipeWriter Writer => context.Response.BodyWriter;

    /// <summary>Sends what was written. False: nobody reads any more.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken end)
    {
        ValueTask<FlushResult> flush = Writer.FlushAsync(end);
        if (flush.IsCompleted)
            return !(await flush.ConfigureAwait(false)).IsCompleted;
        try
        {
            return !(await flush.AsTask().WaitAsync(Patience, time, end).ConfigureAwait(false)).IsCompleted;
        }
        catch (TimeoutException)
        {
            context.Abort();
            return false;
        }
    }
}
