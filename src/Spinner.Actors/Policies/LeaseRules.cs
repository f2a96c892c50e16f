namespace Spinner.Policies;

/// <summary>What can be said against the terms of a lease.</summary>
internal static class LeaseRules
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    /// <summary>Every error; none when no time is given, for then the default counts.</summary>
    public static IReadOnlyList<string> Errors(TimeSpan? timeToLive)
    {
        PlanErrors errors = new();
        RangeRules.CheckTime("time to live of the lease", timeToLive, TimeSpan.FromTicks(1), _longest, errors);
        return errors.Sentences;
    }
}
