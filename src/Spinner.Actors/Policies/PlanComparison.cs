using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>Whether two plans ask for the same child.</summary>
internal static class PlanComparison
{
    /// <summary>The same by content, apart from where the child logs and where its output goes.</summary>
    public static bool IsSame(ChildPlan one, ChildPlan other) =>
        Comparable(one, other) == other
        && Content.IsSame(one.Args, other.Args)
        && Content.IsSame(one.Env, other.Env)
        && Content.IsSame(one.Monitor, other.Monitor)
        && Content.IsSame(one.MonitorExclude, other.MonitorExclude)
        && Content.IsSame(one.SuccessCodes, other.SuccessCodes)
        && Content.IsSame(one.DependsOn, other.DependsOn);

    /// <summary>The same in everything, but for the idle time: no run has to end for that.</summary>
    public static bool IsSameButForIdleTime(ChildPlan one, ChildPlan other) =>
        IsSame(one with { IdleTime = other.IdleTime }, other)
        && (one.LoggerCategory, one.Stdout, one.Stderr) == (other.LoggerCategory, other.Stdout, other.Stderr);

    /// <summary>The first plan with what is not compared, or is compared by content, taken from the other.</summary>
    private static ChildPlan Comparable(ChildPlan one, ChildPlan other) => one with
    {
        Args = other.Args,
        Env = other.Env,
        Monitor = other.Monitor,
        MonitorExclude = other.MonitorExclude,
        // All other paths are absolute by now: where they started matters to nothing else.
        BaseDirectory = one.MonitorExclude.Count == 0 ? other.BaseDirectory : one.BaseDirectory,
        SuccessCodes = other.SuccessCodes,
        DependsOn = other.DependsOn,
        LoggerCategory = other.LoggerCategory,
        Stdout = other.Stdout,
        Stderr = other.Stderr,
    };
}
