namespace Spinner.Watching;

/// <summary>Tells the end of a burst: when nothing has happened for a moment, though one that never rests is cut.</summary>
internal sealed class Burst : IDisposable
{
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action _ended;
    private readonly ITimer _timer;
    private long? _first;
    private long _last;
    private bool _disposed;

    public Burst(TimeProvider time, Action ended)
    {
        (_time, _ended) = (time, ended);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something happened. Costs next to nothing within a burst: the timer finds out by itself that it has to wait on.</summary>
    public void Touch()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _last = _time.GetTimestamp();
            if (_first is not null)
                return;
            _first = _last;
            _timer.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        _timer.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_disposed || _first is not { } first)
                return;
            long now = _time.GetTimestamp();
            TimeSpan quiet = Quiet - _time.GetElapsedTime(_last, now);
            TimeSpan longest = Longest - _time.GetElapsedTime(first, now);
            TimeSpan left = quiet < longest ? quiet : longest;
            if (left > TimeSpan.Zero)
            {
                // Timers know whole milliseconds.
                _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
                return;
            }

            _first = null;
        }

        _ended();
    }
}
