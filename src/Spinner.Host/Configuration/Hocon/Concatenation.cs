namespace Spinner.Host.Configuration.Hocon;

/// <summary>Makes one value of those that stand side by side.</summary>
internal static class Concatenation
{
    /// <summary>The value; null when there is none, since all of it was optional and is missing.</summary>
    /// <param name="place">Where the whole stands.</param>
    /// <param name="parts">The parts, and what they are.</param>
    /// <param name="refuse">Is told where a part does not go with the others.</param>
    public static Located? Of(Place place, IReadOnlyList<(Part Part, Located? Value)> parts, Action<Place> refuse)
    {
        (Part Part, Located? Value)[] given = [.. parts.Where(part => part.Value is not null)];
        (Part Part, Located? Value)[] visible = [.. given.Where(part => part.Part is not TextPart { IsSpace: true })];
        if (visible.Length == 0)
            return null;
        if (visible.Length == 1 && parts.Count == 1)
            return visible[0].Value! with { Place = visible[0].Value is LocatedSection section ? section.Place : place };

        Located?[] values = [.. visible.Select(part => part.Value)];
        if (values.All(value => value is LocatedText))
        {
            LocatedText[] texts = [.. given.Select(part => (LocatedText)part.Value!)];
            return new LocatedText(place, string.Concat(texts.Select(text => text.Text ?? "null")), string.Concat(texts.Select(text => text.Shown ?? "null")));
        }

        if (values.All(value => value is LocatedList))
            return new LocatedList(place, [.. values.SelectMany(value => ((LocatedList)value!).Items)]);
        if (values.All(value => value is LocatedSection))
            return values.Cast<LocatedSection>().Aggregate((below, above) => Merge(above, below));
        refuse(place);
        return values[0];
    }

    /// <summary>One section over another; the place is that of the one below, which came first.</summary>
    public static LocatedSection Merge(LocatedSection above, LocatedSection below)
    {
        OrderedDictionary<string, Located> all = new(below.Items, StringComparer.Ordinal);
        foreach ((string key, Located value) in above.Items)
        {
            all[key] = value is LocatedSection mine && all.TryGetValue(key, out Located? other) && other is LocatedSection theirs
                ? Merge(mine, theirs)
                : value;
        }

        return new LocatedSection(below.Place, all);
    }
}
