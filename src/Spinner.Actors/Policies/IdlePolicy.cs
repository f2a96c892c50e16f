namespace Spinner.Policies;

/// <summary>When an unused child is stopped.</summary>
internal static class IdlePolicy
{
    /// <summary>How long until the idle stop: zero when it is due, null when it does not come (the clock of a child that is held stands still).</summary>
    public static TimeSpan? Remaining(TimeSpan sinceLastUse, TimeSpan idleTime, int leases = 0) =>
        idleTime < TimeSpan.Zero || leases > 0 ? null : sinceLastUse >= idleTime ? TimeSpan.Zero : idleTime - sinceLastUse;
}
