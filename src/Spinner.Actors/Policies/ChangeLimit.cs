namespace Spinner.Policies;

/// <summary>Holds against a source that never stops changing, such as one that the child itself writes.</summary>
internal sealed class ChangeLimit
{
    /// <summary>How many restarts by change a window may have.</summary>
    public const int MaxRestarts = 10;

    /// <summary>Restarts this long ago no longer count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<TimeSpan> _times = [];

    /// <summary>Whether one more restart by change may be made now, which then counts; if not, the watch is to be suspended.</summary>
    /// <param name="now">Monotonic time, from any beginning.</param>
    public bool Allows(TimeSpan now)
    {
        while (_times.TryPeek(out TimeSpan oldest) && now - oldest >= Window)
        {
            _ = _times.Dequeue();
        }

        if (_times.Count >= MaxRestarts)
        {
            return false;
        }

        _times.Enqueue(now);
        return true;
    }

    /// <summary>The watch begins anew.</summary>
    public void Clear() => _times.Clear();
}
