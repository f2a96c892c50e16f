namespace Spinner.Policies;

/// <summary>Whether one more start is tried.</summary>
internal static class StartPolicy
{
    /// <summary>After this many failed starts in a row the next request faults the child without a spawn.</summary>
    public static bool Exhausted(int failedStarts, int attempts) => failedStarts >= attempts;

    /// <summary>How long a fault still lasts; null when a spawn is allowed again.</summary>
    public static TimeSpan? RetryAfter(TimeSpan sinceFault, TimeSpan faultTimeout) =>
        sinceFault >= faultTimeout ? null : faultTimeout - sinceFault;
}
