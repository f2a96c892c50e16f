namespace Spinner.Watching;

/// <summary>
/// One watched source. Notifications only say when to look; what is seen decides. One look per burst: when nothing has happened
/// for a moment, though a source that never rests is looked at all the same.
/// </summary>
internal sealed class SourceWatch : IDisposable
{
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _longestBurst = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pollInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ISourceState _state;
    private readonly Action<string> _changed;
    private readonly TimeProvider _time;
    private readonly ITimer _settle;
    private readonly ITimer _poll;
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private Notifications? _notifications;
    private long? _burstStart;
    private bool _lookAtAll;
    private bool _rearm;
    private bool _disposed;

    public SourceWatch(ISourceState state, Action<string> changed, TimeProvider time)
    {
        _state = state;
        _changed = changed;
        _time = time;
        _settle = time.CreateTimer(_ => Settle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            Arm();
            // What changed between the first look and the notifications would go unnoticed.
            _lookAtAll = true;
            Look();
        }

        _poll = time.CreateTimer(_ => Poll(), null, _pollInterval, _pollInterval);
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        // Outside the lock: a notification may be waiting for it.
        _settle.Dispose();
        _poll.Dispose();
        _notifications?.Dispose();
    }

    private void Arm()
    {
        _notifications?.Dispose();
        _notifications = Notifications.TryStart(_state, Touched, Lost);
        _rearm = _notifications is null;
    }

    private void Touched(string path)
    {
        lock (_gate)
        {
            _touched.Add(path);
            Schedule();
        }
    }

    /// <summary>Notifications were lost, or are about a folder that is no longer the one of that name.</summary>
    private void Lost()
    {
        lock (_gate)
        {
            _lookAtAll = true;
            _rearm = true;
            Schedule();
        }
    }

    private void Schedule()
    {
        if (_disposed)
            return;
        long now = _time.GetTimestamp();
        _burstStart ??= now;
        TimeSpan left = _longestBurst - _time.GetElapsedTime(_burstStart.Value, now);
        _settle.Change(left < _quiet ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : _quiet, Timeout.InfiniteTimeSpan);
    }

    private void Settle()
    {
        lock (_gate)
        {
            if (_disposed || _burstStart is null)
                return;
            _burstStart = null;
            if (_rearm)
                Arm();
            Look();
        }
    }

    private void Poll()
    {
        lock (_gate)
        {
            if (_disposed || _burstStart is not null || !(_rearm || _state.SeemsChanged()))
                return;
            if (_rearm)
                Arm();
            _lookAtAll = true;
            // A change that we were not told of: the watched folder has been replaced, for one.
            if (Look() && !_rearm)
                Arm();
        }
    }

    private bool Look()
    {
        string? changed = _state.FindChange(_lookAtAll ? null : _touched);
        _touched.Clear();
        _lookAtAll = false;
        if (changed is not null)
            _changed(changed);
        return changed is not null;
    }
}
