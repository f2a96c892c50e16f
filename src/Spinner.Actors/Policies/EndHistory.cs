namespace Spinner.Policies;

/// <summary>What came before an unexpected end.</summary>
/// <param name="SincePrevious">Monotonic time since the previous unexpected end; null when there was none.</param>
/// <param name="Consecutive">How many unexpected ends in a row came before this one, without a healthy time between.</param>
/// <param name="InWindow">How many there were within the restart window, this one included; exact up to the restart limit and one more.</param>
internal readonly record struct PastEnds(TimeSpan? SincePrevious, int Consecutive, int InWindow);

/// <summary>The unexpected ends of a child since it was last started, stopped or changed on purpose.</summary>
internal sealed class EndHistory
{
    private readonly Queue<TimeSpan> _times = [];
    private TimeSpan? _previous;
    private int _consecutive;

    /// <summary>Takes down an end and tells what came before it.</summary>
    /// <param name="now">Monotonic time, from any beginning.</param>
    /// <param name="uptime">How long the run had been started; zero when it was not.</param>
    /// <param name="plan">Its healthy time, restart limit and window.</param>
    public PastEnds Record(TimeSpan now, TimeSpan uptime, ChildPlan plan)
    {
        if (uptime >= plan.HealthyTime)
        {
            _consecutive = 0;
        }

        _times.Enqueue(now);
        while (_times.Count > plan.RestartLimit + 1 || now - _times.Peek() >= plan.RestartWindow)
        {
            _ = _times.Dequeue();
        }

        PastEnds past = new(now - _previous, _consecutive, _times.Count);
        _previous = now;
        _consecutive++;
        return past;
    }

    /// <summary>Somebody wants the child anew: what was is forgotten.</summary>
    public void Clear()
    {
        _times.Clear();
        (_previous, _consecutive) = (null, 0);
    }
}
