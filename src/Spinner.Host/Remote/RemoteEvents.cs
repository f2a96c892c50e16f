using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Spinner.Cli.Contract;
using Spinner.Host.Api;
using Spinner.Hosting;
using Spinner.Protocol;

namespace Spinner.Host.Remote;

/// <summary>What happens on another node, as a stream of server-sent events.</summary>
internal sealed class RemoteEvents(CallingNode node, IReadOnlyCollection<string> names)
{
    private readonly Pipe _pipe = new();

    /// <summary>To read it from.</summary>
    public Stream Stream => _pipe.Reader.AsStream();

    /// <summary>Tells until nobody reads, or nothing can be told any more.</summary>
    public async Task TellAsync(CancellationToken end)
    {
        try
        {
            SpinnerClient spinner = await node.SpinnerAsync().ConfigureAwait(false);
            await foreach (ChildEvent? fact in spinner.WatchWithMarksAsync(end).ConfigureAwait(false))
            {
                if (fact is not null && names.Count > 0 && !names.Contains(fact.Name.Value))
                    continue;
                Write(ViewOf(fact));
                if ((await _pipe.Writer.FlushAsync(end).ConfigureAwait(false)).IsCompleted)
                    break;
            }

            await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whoever reads is told: a stream that breaks off looks like one that has ended.
            await _pipe.Writer.CompleteAsync(RemoteFailures.Of(failure, node) ?? failure).ConfigureAwait(false);
        }
    }

    private static EventView ViewOf(ChildEvent? fact) => fact switch
    {
        null => EventViews.EndOfReplay(TimeProvider.System.GetUtcNow()),
        ChildPresent { IsReplay: true } present => EventViews.Replayed(present),
        _ => EventViews.Of(fact),
    };

    private void Write(EventView view)
    {
        Encoding.UTF8.GetBytes("data: ", _pipe.Writer);
        _pipe.Writer.Write(ApiJson.Bytes(view, ApiJson.Contract.EventView));
        Encoding.UTF8.GetBytes("\n\n", _pipe.Writer);
    }
}
