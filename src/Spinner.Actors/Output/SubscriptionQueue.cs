using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>
/// What waits for one subscriber. The child's side adds under the lock of its <see cref="ChildOutput"/>; the subscriber's side reads from any
/// thread. It knows nothing of the <see cref="OutputSubscription"/> in front of it, which may so be collected when nobody holds it any more.
/// </summary>
internal sealed class SubscriptionQueue
{
    private readonly ChildName _child;
    private readonly OutputSubscriptionOptions _options;
    private readonly RawLines _tail;
    private readonly Channel<OutputLine> _live;
    private int _tailRead;
    private long _dropped;
    private bool _isAwaited;

    public SubscriptionQueue(ChildName child, OutputSubscriptionOptions options, RawLines tail)
    {
        (_child, _options, _tail) = (child, options, tail);

        // Continuations of a reader never run on the thread that reads pipes: the channels' default.
        _live = options.Policy == OutputOverflow.BlockChild
            ? Channel.CreateUnbounded<OutputLine>()
            : Channel.CreateBounded<OutputLine>(
                new BoundedChannelOptions(options.Capacity) { FullMode = BoundedChannelFullMode.DropOldest },
                _ => Interlocked.Increment(ref _dropped));
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public ChannelReader<OutputLine> Live => _live.Reader;

    public int TailLeft => Math.Max(0, _tail.Count - Volatile.Read(ref _tailRead));

    public void Add(OutputLine line) => _live.Writer.TryWrite(line);

    public void Complete() => _live.Writer.TryComplete();

    /// <summary>Does the child have to wait? If so, <see cref="TryRead"/> tells when no more; if it was asked in between, too.</summary>
    public bool IsFull()
    {
        if (_options.Policy != OutputOverflow.BlockChild)
            return false;

        // First said, then counted: a reader that takes the last lines meanwhile sees the one, or this the other.
        Interlocked.Exchange(ref _isAwaited, true);
        return _live.Reader.Count >= _options.Capacity;
    }

    /// <summary>Takes the next line: first those of the tail.</summary>
    /// <param name="line">The line.</param>
    /// <param name="hasRoom">True once after <see cref="IsFull"/>, when half of the capacity is free.</param>
    public bool TryRead([NotNullWhen(true)] out OutputLine? line, out bool hasRoom)
    {
        hasRoom = false;
        if (TailLeft > 0 && Interlocked.Increment(ref _tailRead) is int read && read <= _tail.Count)
        {
            line = _tail.Line(_child, read - 1);
            return true;
        }

        if (!_live.Reader.TryRead(out line))
            return false;
        if (_options.Policy == OutputOverflow.BlockChild)
        {
            Interlocked.MemoryBarrier();
            hasRoom = Volatile.Read(ref _isAwaited)
                && _live.Reader.Count <= _options.Capacity / 2
                && Interlocked.Exchange(ref _isAwaited, false);
        }

        return true;
    }
}
