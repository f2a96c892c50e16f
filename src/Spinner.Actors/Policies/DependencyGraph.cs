namespace Spinner.Policies;

/// <summary>Who depends on whom.</summary>
internal static class DependencyGraph
{
    /// <summary>The shortest circle through a child, beginning and ending with its name (<c>web, db, web</c>), or null when there is none.</summary>
    /// <param name="name">The child.</param>
    /// <param name="dependsOn">What it depends on.</param>
    /// <param name="of">What another child depends on; nothing when it is not known.</param>
    public static IReadOnlyList<string>? FindCircle(string name, IEnumerable<string> dependsOn, Func<string, IEnumerable<string>> of)
    {
        // Breadth first, and no recursion: a chain may be as long as there are children.
        Dictionary<string, string> reachedFrom = new(StringComparer.Ordinal);
        Queue<string> open = new([name]);
        while (open.TryDequeue(out string? dependent))
        {
            foreach (string next in dependent == name ? dependsOn : of(dependent))
            {
                if (next == name)
                {
                    return Way(name, dependent, reachedFrom);
                }

                if (reachedFrom.TryAdd(next, dependent))
                {
                    open.Enqueue(next);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The order in which children are stopped: layer by layer, first those that no other one depends on. Children within a circle, which should
    /// not be, make up one last layer with those they depend on.
    /// </summary>
    /// <param name="names">The children to stop.</param>
    /// <param name="of">What a child depends on; what is not among the names does not count.</param>
    public static IReadOnlyList<IReadOnlyList<string>> StopOrder(IEnumerable<string> names, Func<string, IEnumerable<string>> of)
    {
        Dictionary<string, int> dependents = names.Distinct(StringComparer.Ordinal).ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        Dictionary<string, string[]> dependencies = dependents.Keys.ToDictionary(
            name => name,
            name => of(name).Where(dependents.ContainsKey).Distinct(StringComparer.Ordinal).ToArray(),
            StringComparer.Ordinal);
        foreach (string dependency in dependencies.Values.SelectMany(all => all))
        {
            dependents[dependency]++;
        }

        List<IReadOnlyList<string>> layers = [];
        string[] layer = Free(dependents.Keys, dependents);
        while (dependents.Count > 0)
        {
            string[] stopped = layer.Length > 0 ? layer : [.. dependents.Keys.Order(StringComparer.Ordinal)];
            layers.Add(stopped);
            foreach (string name in stopped)
            {
                _ = dependents.Remove(name);
            }

            string[] freed = [.. stopped.SelectMany(name => dependencies[name]).Where(dependents.ContainsKey)];
            foreach (string name in freed)
            {
                dependents[name]--;
            }

            layer = Free(freed.Distinct(StringComparer.Ordinal), dependents);
        }

        return layers;
    }

    private static string[] Free(IEnumerable<string> names, Dictionary<string, int> dependents) =>
        [.. names.Where(name => dependents[name] == 0).Order(StringComparer.Ordinal)];

    private static List<string> Way(string name, string last, Dictionary<string, string> reachedFrom)
    {
        List<string> way = [name];
        for (string step = last; step != name; step = reachedFrom[step])
        {
            way.Add(step);
        }

        way.Add(name);
        way.Reverse();
        return way;
    }
}
