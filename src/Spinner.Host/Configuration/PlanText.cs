namespace Spinner.Host.Configuration;

/// <summary>A plan for people: a block of lines per child, with the line of the file behind what is no default.</summary>
internal static class PlanText
{
    private const int WidestValue = 60;

    public static IEnumerable<string> Of(ExplainedFile file)
    {
        if (file.StartOrder.Count > 0)
            yield return $"start order: {string.Join(", then ", file.StartOrder.Select(layer => string.Join(" and ", layer)))}";
        foreach (ExplainedChild child in file.Children)
        {
            yield return "";
            yield return $"{child.Name} ({child.From}){(child.OnDemand ? ", on demand" : "")}";
            foreach (string line in Lines(child.Values))
                yield return line;
        }

        if (file.Remote is not { } remote)
            yield break;
        yield return "";
        yield return RemoteSection.Section;
        foreach (string line in Lines(remote))
            yield return line;
    }

    private static IEnumerable<string> Lines(IReadOnlyList<ExplainedValue> all)
    {
        int keys = all.Max(value => value.Key.Length);
        int values = Math.Min(WidestValue, all.Max(value => value.Value.Length));
        return all.Select(value => $"  {value.Key.PadRight(keys)}  {value.Value.PadRight(values)}  {value.From}".TrimEnd());
    }
}
