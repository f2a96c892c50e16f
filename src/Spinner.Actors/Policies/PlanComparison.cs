namespace Spinner.Policies;

/// <summary>Whether two plans ask for the same child.</summary>
internal static class PlanComparison
{
    /// <summary>The same by content, apart from where the child logs and where its output goes.</summary>
    public static bool IsSame(ChildPlan one, ChildPlan other) =>
        Comparable(one, other) == other
        && one.Args.SequenceEqual(other.Args, StringComparer.Ordinal)
        && one.Env.Count == other.Env.Count
        && one.Env.All(pair => other.Env.TryGetValue(pair.Key, out string? value) && value == pair.Value);

    /// <summary>The first plan with what is not compared, or is compared by content, taken from the other.</summary>
    private static ChildPlan Comparable(ChildPlan one, ChildPlan other) => one with
    {
        Args = other.Args,
        Env = other.Env,
        LoggerCategory = other.LoggerCategory,
        Stdout = other.Stdout,
        Stderr = other.Stderr,
    };
}
