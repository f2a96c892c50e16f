namespace Spinner.Policies;

/// <summary>When an unused child is stopped.</summary>
internal static class IdlePolicy
{
    /// <summary>How long until the idle stop: zero when it is due, null when it does not come, and while the child is held or needed.</summary>
    public static TimeSpan? Remaining(TimeSpan sinceLastUse, TimeSpan idleTime, int holders) =>
        idleTime < TimeSpan.Zero || holders > 0 ? null : sinceLastUse >= idleTime ? TimeSpan.Zero : idleTime - sinceLastUse;
}
