namespace Spinner.Output;

/// <summary>
/// Writes to a few streams on one thread of its own, from a queue of bounded size: whoever adds never waits. When the reader of a
/// stream is too slow (a paused terminal), the oldest entries are dropped and a line says so once writing goes on; when it is gone (a
/// closed pipe), everything for it is dropped in silence.
/// </summary>
internal sealed class BoundedWriter : IDisposable
{
    /// <summary>How much may wait, all streams together.</summary>
    public const int DefaultCapacity = 4 * 1024 * 1024;

    private static readonly TimeSpan _flushTime = TimeSpan.FromMilliseconds(500);

    private readonly LinkedList<Entry> _queue = [];
    private readonly Target[] _targets;
    private readonly int _capacity;
    private readonly Action<Exception>? _broken;
    private readonly ManualResetEventSlim _drained = new(initialState: true);
    private Thread? _thread;
    private int _queued;
    private bool _disposed;

    /// <param name="targets">The streams; they stay open.</param>
    /// <param name="capacity">How many bytes may wait.</param>
    /// <param name="broken">Told once per stream, on the writing thread, why it takes no more.</param>
    public BoundedWriter(IReadOnlyList<Stream> targets, int capacity = DefaultCapacity, Action<Exception>? broken = null)
    {
        _broken = broken;
        _targets = [.. targets.Select(stream => new Target(stream))];
        _capacity = capacity;
    }

    /// <summary>Queues a copy. It is written in one piece or dropped in one piece.</summary>
    public void Add(int target, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        lock (_queue)
        {
            if (_disposed || _targets[target].Broken)
                return;
            if (_queue.Last is not { } last || last.Value.Target != target || !last.Value.TryAppend(data))
            {
                Entry entry = new(target, data);
                _queue.AddLast(entry);
                _queued += entry.Size;
            }
            while (_queued > _capacity && _queue.First is { } oldest)
                Drop(oldest);
            _drained.Reset();
            StartThread();
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Gives what is queued half a second to be written; a reader that does not read is not waited for.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            if (_disposed)
                return;
            _disposed = true;
            Monitor.PulseAll(_queue);
        }
        // The event is left to the collector: the thread may be stuck in a write and set it later.
        _drained.Wait(_flushTime);
    }

    private void Drop(LinkedListNode<Entry> oldest)
    {
        _queue.Remove(oldest);
        _queued -= oldest.Value.Size;
        _targets[oldest.Value.Target].Dropped += oldest.Value.Length;
    }

    private void StartThread()
    {
        if (_thread is not null)
            return;
        // A background thread: a terminal that is paused for ever does not keep the process alive.
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "spinner-inherited-output" };
        _thread.Start();
    }

    private void WriteAll()
    {
        while (Next() is { } entry)
        {
            Target target = _targets[entry.Target];
            if (target.Broken)
                continue;
            try
            {
                long dropped = TakeDropped(target);
                if (dropped > 0)
                    target.WriteNotice(dropped);
                target.Write(entry.Bytes);
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
            {
                // Nobody reads any more (EPIPE, EIO), or the disk is full. The children go on.
                target.Broken = true;
                _broken?.Invoke(failure);
            }
        }
    }

    private Entry? Next()
    {
        lock (_queue)
        {
            while (_queue.First is null)
            {
                _drained.Set();
                if (_disposed)
                    return null;
                Monitor.Wait(_queue);
            }
            Entry entry = _queue.First.Value;
            _queue.RemoveFirst();
            _queued -= entry.Size;
            return entry;
        }
    }

    private long TakeDropped(Target target)
    {
        lock (_queue)
        {
            long dropped = target.Dropped;
            target.Dropped = 0;
            return dropped;
        }
    }

    /// <summary>Adjacent writes to one target, gathered into a block so that small ones cost little.</summary>
    private sealed class Entry
    {
        private const int BlockSize = 4096;
        private readonly byte[] _block;

        public Entry(int target, ReadOnlySpan<byte> data)
        {
            Target = target;
            _block = GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, data.Length));
            data.CopyTo(_block);
            Length = data.Length;
        }

        public int Target { get; }
        public int Length { get; private set; }
        public int Size => _block.Length;
        public ReadOnlySpan<byte> Bytes => _block.AsSpan(0, Length);

        public bool TryAppend(ReadOnlySpan<byte> data)
        {
            if (data.Length > _block.Length - Length)
                return false;
            data.CopyTo(_block.AsSpan(Length));
            Length += data.Length;
            return true;
        }
    }

    private sealed class Target(Stream stream)
    {
        private bool _inLine;

        public long Dropped { get; set; }
        public volatile bool Broken;

        public void Write(ReadOnlySpan<byte> data)
        {
            stream.Write(data);
            stream.Flush();
            _inLine = data[^1] != (byte)'\n';
        }

        public void WriteNotice(long dropped) =>
            Write(System.Text.Encoding.UTF8.GetBytes($"{(_inLine ? "\n" : "")}[spinner: {dropped} bytes of output dropped]\n"));
    }
}
