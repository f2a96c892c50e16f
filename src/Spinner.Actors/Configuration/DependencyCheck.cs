using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Configuration;

/// <summary>Whether the children of a configuration can wait for each other as they say.</summary>
internal static class DependencyCheck
{
    private const string Key = $"{ConfigKeys.Root}.{ConfigKeys.Children}";

    public static void Check(IEnumerable<ConfiguredChild> children, ChildSpec defaults, PlanErrors errors)
    {
        Dictionary<string, ChildSpec> specs = children.ToDictionary(child => child.Spec.Name.Value, child => child.Spec, StringComparer.Ordinal);
        foreach ((string name, ChildSpec spec) in specs)
        {
            foreach ((string dependency, DependencyCondition condition) in spec.DependsOn ?? new Dictionary<string, DependencyCondition>())
            {
                string option = $"{Key}.{PlanErrors.Quote(name)}.depends-on";
                string within = $".{PlanErrors.Quote(dependency)}";
                if (!specs.TryGetValue(dependency, out ChildSpec? other))
                {
                    errors.Add(
                        option,
                        $"{option} {PlanErrors.Quote(dependency)} is no child of this configuration{Suggestion.For(dependency, specs.Keys.Where(known => known != name))}",
                        within);
                }
                else if (condition == DependencyCondition.Completed
                    && (other.Restart ?? defaults.Restart) is not (RestartMode.OnFailure or RestartMode.Never))
                {
                    errors.Add(
                        option,
                        $"{option} {PlanErrors.Quote(dependency)} waits for a child that never completes, since it is restarted when it ends: "
                            + "give that one restart = on-failure or never.",
                        within);
                }
            }
        }

        CheckCircles(specs, errors);
    }

    /// <summary>A circle is told once, by the first of its names.</summary>
    private static void CheckCircles(Dictionary<string, ChildSpec> specs, PlanErrors errors)
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (string name in specs.Keys.Order(StringComparer.Ordinal))
        {
            if (!told.Contains(name) && DependencyGraph.FindCircle(name, DependsOn(name), DependsOn) is { } circle)
            {
                told.UnionWith(circle);
                errors.Add(
                    Key,
                    $"{Key}: depends-on goes in a circle, {string.Join(" on ", circle.Select(PlanErrors.Quote))}: take one of these dependencies out.",
                    $".{PlanErrors.Quote(name)}.depends-on");
            }
        }

        // A child that depends on itself is told as such already.
        IEnumerable<string> DependsOn(string name) => specs.TryGetValue(name, out ChildSpec? spec) ? (spec.DependsOn?.Keys ?? []).Where(other => other != name) : [];
    }
}
