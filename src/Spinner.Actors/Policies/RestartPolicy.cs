using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>What an unexpected end leads to.</summary>
internal static class RestartPolicy
{
    /// <summary>Decides by the plan. No two restarts in a row go without a wait, unless a healthy time lies between.</summary>
    /// <param name="plan">The plan of the run that ended.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="past">What came before, as <see cref="EndHistory.Record"/> tells.</param>
    /// <param name="random">From 0 up to 1; spreads the wait.</param>
    public static RestartDecision Decide(ChildPlan plan, UnexpectedEnd end, PastEnds past, double random)
    {
        bool isSuccess = end.Exit?.Code is { } code && plan.SuccessCodes.Contains(code);
        return plan.Restart is RestartMode.OnFailure or RestartMode.Never && isSuccess
                ? Decision(RestartDecisionKind.Complete, $"completed: {end.Cause}")
            : plan.RestartLimit > 0 && past.InWindow > plan.RestartLimit
                ? Decision(
                    RestartDecisionKind.Fault,
                    $"{end.Cause}, unexpected end number {past.InWindow} within {Limits.Text(plan.RestartWindow)} (restart-limit {plan.RestartLimit})")
            : plan.Restart == RestartMode.Never
                ? Decision(RestartDecisionKind.Stop, $"{end.Cause}, and is not restarted (restart never)")
            : plan.Restart == RestartMode.Tolerance && Faults(past.SincePrevious, plan.RestartTolerance)
                ? Decision(RestartDecisionKind.Fault, $"{end.Cause} within the restart tolerance")
            : new RestartDecision(
                RestartDecisionKind.Restart, Backoff.Wait(past.Consecutive, plan.Backoff, plan.BackoffMax, random), end.Cause);
    }

    /// <summary>
    /// The specification's rule: an exit within the tolerance of the previous one faults the child, however long it lived in between.
    /// A tolerance of zero forgives every exit.
    /// </summary>
    /// <param name="sincePrevious">Monotonic time since the previous unexpected exit; null when this is the first.</param>
    /// <param name="tolerance">The child's restart tolerance.</param>
    public static bool Faults(TimeSpan? sincePrevious, TimeSpan tolerance) => sincePrevious < tolerance;

    private static RestartDecision Decision(RestartDecisionKind kind, string cause) => new(kind, TimeSpan.Zero, cause);
}
