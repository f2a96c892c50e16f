namespace Spinner.Policies;

/// <summary>When an unused child is stopped.</summary>
internal static class IdlePolicy
{
    /// <summary>How long until the idle stop: zero when it is due, null when it never comes.</summary>
    public static TimeSpan? Remaining(TimeSpan sinceLastUse, TimeSpan idleTime) =>
        idleTime < TimeSpan.Zero ? null : sinceLastUse >= idleTime ? TimeSpan.Zero : idleTime - sinceLastUse;
}
