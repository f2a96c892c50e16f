namespace Spinner.Policies;

/// <summary>The wait before a restart: exponential, with full jitter, so that children that fail together do not come back together.</summary>
internal static class Backoff
{
    /// <summary>No wait is shorter: a loop never spins.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The wait before the next run.</summary>
    /// <param name="consecutive">How many ends in a row came before this one, without a healthy time between. After the first there is no wait.</param>
    /// <param name="first">The upper end of the first wait; it doubles from there.</param>
    /// <param name="max">The longest wait.</param>
    /// <param name="random">From 0 up to 1: where between zero and the upper end.</param>
    public static TimeSpan Wait(int consecutive, TimeSpan first, TimeSpan max, double random)
    {
        if (consecutive <= 0)
        {
            return TimeSpan.Zero;
        }

        // As a floating-point number it grows beyond every time without overflowing.
        double upperEnd = Math.Min(max.Ticks, first.Ticks * Math.Pow(2, consecutive - 1));
        TimeSpan wait = TimeSpan.FromTicks((long)(upperEnd * random));
        return wait >= Shortest ? wait : Shortest < max ? Shortest : max;
    }
}
