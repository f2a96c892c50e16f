namespace Spinner.Output;

/// <summary>
/// Appends to a file, straight from the pump thread. A disk that is full drops bytes, and is tried again with the next write;
/// each such outage is told when it begins and when it is over.
/// </summary>
/// <remarks>One sink serves every stream that goes to the same path; the last one to leave closes it.</remarks>
internal sealed class FileSink(string path, AppendFile file, Action<string> log)
{
    private readonly Lock _lock = new();
    private bool _closed;
    private long _dropped;

    /// <summary>How many streams write here; guarded by the owner of the path.</summary>
    public int Users { get; set; }

    public string Path => path;

    public void Write(ReadOnlySpan<byte> data)
    {
        string? message = null;
        lock (_lock)
        {
            if (_closed || data.IsEmpty)
                return;
            int lost = file.Write(data, out string? error);
            if (error is not null)
            {
                if (_dropped == 0)
                    message = $"Output to '{path}' is dropped until it can be written again: {error}.";
                _dropped += lost;
            }
            else if (_dropped > 0)
            {
                message = $"Output to '{path}' is written again; {_dropped} bytes were dropped.";
                _dropped = 0;
            }
        }
        if (message is not null)
            log(message);
    }

    public void Close()
    {
        long dropped;
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            dropped = _dropped;
            file.Dispose();
        }
        if (dropped > 0)
            log($"Output to '{path}' ended; its last {dropped} bytes were dropped.");
    }
}
