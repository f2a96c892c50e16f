namespace Spinner.Watching;

/// <summary>
/// One file or folder and what was last seen of it, shared by all watches that ask for the same. Notifications and the regular look only name
/// paths; when a burst has ended these are looked at, and what is seen decides.
/// </summary>
/// <remarks>All looking is done by the queue, one piece at a time; only <see cref="Touch"/> comes from elsewhere.</remarks>
internal sealed partial class Source : IDisposable
{
    private readonly SourceSpec _spec;
    private readonly IFolderEvents _events;
    private readonly Func<string, bool> _isOwnFile;
    private readonly TimeProvider _time;
    private readonly SerialQueue _queue;
    private readonly ITimer _poll;
    private readonly ITimer _hash;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private Action[] _listeners = [];
    private volatile Change _lastChange = new(0, "");
    private volatile bool _disposed;
    private bool _armed;

    public Source(SourceSpec spec, IFolderEvents events, Func<string, bool> isOwnFile, TimeProvider time, Action<Exception> failed)
    {
        (_spec, _events, _isOwnFile, _time) = (spec, events, isOwnFile, time);
        _queue = new SerialQueue(failed);
        _poll = time.CreateTimer(_ => _queue.Enqueue(Poll), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _hash = time.CreateTimer(_ => _queue.Enqueue(HashSome), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The last change; its number grows with each.</summary>
    public Change LastChange => _lastChange;

    /// <summary>Something was touched that has not been looked at.</summary>
    public bool IsTouched
    {
        get
        {
            lock (_gate)
                return _touched.Count > 0;
        }
    }

    /// <summary>Makes sure that the present content is known. The answer: null, or why it cannot be watched.</summary>
    public async Task<string?> ArmAsync()
    {
        string? refusal = $"{_spec.Root} cannot be watched: looking at it failed.";
        await _queue.Enqueue(() =>
        {
            // Its watches would be released by nobody; and nobody waits for the answer.
            if (_disposed)
            {
                refusal = null;
                return;
            }

            // Somebody watches already: what was touched before now is no change for the newcomer.
            if (_armed)
                Look();
            refusal = _armed ? null : FirstLook();
            if (!_armed && refusal is null)
                StartLooking();
        }).ConfigureAwait(false);
        return refusal;
    }

    /// <summary>Looks at all that was touched; a change is then found in <see cref="LastChange"/>.</summary>
    public Task LookAsync() => _queue.Enqueue(Look);

    /// <summary>From now on calls back, on any thread, when something is touched.</summary>
    public void Subscribe(Action touched)
    {
        lock (_gate)
            _listeners = [.. _listeners, touched];
    }

    public void Unsubscribe(Action touched)
    {
        lock (_gate)
            _listeners = [.. _listeners.Where(listener => listener != touched)];
    }

    /// <summary>Never waits: what is under way ends by itself.</summary>
    public void Dispose()
    {
        _disposed = true;
        _poll.Dispose();
        _hash.Dispose();
        _queue.Enqueue(ReleaseAll);
    }

    private void Touch(string path)
    {
        Action[] listeners;
        lock (_gate)
        {
            _touched.Add(path);
            listeners = _listeners;
        }

        foreach (Action listener in listeners)
            listener();
    }

    private string[] TakeTouched()
    {
        lock (_gate)
        {
            string[] touched = [.. _touched];
            _touched.Clear();
            return touched;
        }
    }

    private void StartLooking()
    {
        _armed = true;
        _hash.Change(_hashPause, Timeout.InfiniteTimeSpan);
        _poll.Change(FirstPoll(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number and the file of a change.</summary>
    internal sealed record Change(int Number, string Path);
}
