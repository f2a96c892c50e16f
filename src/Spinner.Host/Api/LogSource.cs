using System.Threading.Channels;
using Spinner.Output;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>One child of a stream of output.</summary>
internal sealed class LogSource(OutputSubscription subscription) : IDisposable
{
    private long _dropped;

    /// <summary>The line that <see cref="ReadTail"/> has read.</summary>
    public OutputLine? Next { get; private set; }

    /// <summary>Reads the next of the last lines from before the subscription.</summary>
    public bool ReadTail()
    {
        Next = subscription.TailLeft > 0 && subscription.Lines.TryRead(out OutputLine? line) ? line : null;
        return Next is not null;
    }

    /// <summary>Passes on what is left of the tail and what comes, each line with how many were dropped before it; until the child is forgotten.</summary>
    public async Task PumpAsync(ChannelWriter<(OutputLine Line, long Dropped)> to, CancellationToken end)
    {
        await foreach (OutputLine line in subscription.Lines.ReadAllAsync(end).ConfigureAwait(false))
        {
            long dropped = subscription.Dropped;
            await to.WriteAsync((line, dropped - _dropped), end).ConfigureAwait(false);
            _dropped = dropped;
        }
    }

    public void Dispose() => subscription.Dispose();
}
