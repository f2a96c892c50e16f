namespace Spinner.Host.Configuration;

/// <summary>A plan for people: a block of lines per child, with the line of the file behind what is no default.</summary>
internal static class PlanText
{
    private const int WidestValue = 60;

    public static IEnumerable<string> Of(ExplainedFile file)
    {
        yield return $"start order: {string.Join(", then ", file.StartOrder.Select(layer => string.Join(" and ", layer)))}";
        foreach (ExplainedChild child in file.Children)
        {
            yield return "";
            yield return $"{child.Name} ({child.From}){(child.OnDemand ? ", on demand" : "")}";
            int keys = child.Values.Max(value => value.Key.Length);
            int values = Math.Min(WidestValue, child.Values.Max(value => value.Value.Length));
            foreach (ExplainedValue value in child.Values)
                yield return $"  {value.Key.PadRight(keys)}  {value.Value.PadRight(values)}  {value.From}".TrimEnd();
        }
    }
}
