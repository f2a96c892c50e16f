using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>
/// Follows what a child prints: both streams, through all its runs, also when it has not run yet. Ends when it is disposed, and when Spinner
/// ends. In each stream the lines come in order, without a gap or a repetition between those of the tail and the new ones.
/// </summary>
/// <remarks>
/// Dispose it, so that a child that waits for it goes on (<see cref="OutputOverflow.BlockChild"/>). One that nobody holds any more is ended by
/// the garbage collector, sooner or later.
/// </remarks>
public sealed class OutputSubscription : IAsyncDisposable, IDisposable
{
    private readonly ChildOutput _output;
    private readonly SubscriptionQueue _queue;
    private bool _ended;

    internal OutputSubscription(ChildOutput output, SubscriptionQueue queue)
    {
        (_output, _queue) = (output, queue);
        Lines = new Reader(this);
    }

    /// <summary>Ends a forgotten one.</summary>
    ~OutputSubscription() => End();

    /// <summary>The lines, tail first. Completes when the subscription ends; what waits can still be read. For any number of readers.</summary>
    public ChannelReader<OutputLine> Lines { get; }

    /// <summary>How many lines were dropped because they were not read in time (<see cref="OutputOverflow.DropOldest"/>).</summary>
    public long Dropped => _queue.Dropped;

    /// <summary>How many lines of the tail have not been read yet; they come before all others.</summary>
    internal int TailLeft => _queue.TailLeft;

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        End();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        if (!Interlocked.Exchange(ref _ended, true))
            _output.Remove(_queue);
    }

    /// <summary>Holds the subscription: whoever keeps the lines alone keeps it too.</summary>
    private sealed class Reader(OutputSubscription owner) : ChannelReader<OutputLine>
    {
        private readonly SubscriptionQueue _queue = owner._queue;

        public override bool CanCount => true;

        public override int Count => _queue.TailLeft + _queue.Live.Count;

        public override Task Completion => _queue.Live.Completion;

        public override bool TryRead([MaybeNullWhen(false)] out OutputLine item)
        {
            bool read = _queue.TryRead(out item, out bool hasRoom);
            if (hasRoom)
                owner._output.Resume();
            return read;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            _queue.TailLeft > 0 ? ValueTask.FromResult(true) : WaitForLive(cancellationToken);

        // A method of this object that is under way keeps it, and so the subscription, from being collected.
        private async ValueTask<bool> WaitForLive(CancellationToken cancel)
        {
            bool any = await _queue.Live.WaitToReadAsync(cancel).ConfigureAwait(false);
            GC.KeepAlive(owner);
            return any;
        }
    }
}
