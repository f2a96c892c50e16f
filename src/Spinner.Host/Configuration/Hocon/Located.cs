namespace Spinner.Host.Configuration.Hocon;

/// <summary>A value with everything substituted, and where it stands.</summary>
internal abstract record Located(Place Place)
{
    /// <summary>Whether any of it comes from the environment.</summary>
    public abstract bool HasSecrets { get; }
}

/// <summary>A single value; null for <c>null</c>.</summary>
/// <param name="Place">Where.</param>
/// <param name="Text">The value.</param>
/// <param name="Shown">The value as it may be shown: with the names of environment variables, not with their values.</param>
internal sealed record LocatedText(Place Place, string? Text, string? Shown) : Located(Place)
{
    public bool IsSecret => !string.Equals(Text, Shown, StringComparison.Ordinal);

    public override bool HasSecrets => IsSecret;
}

/// <summary>A list.</summary>
internal sealed record LocatedList(Place Place, IReadOnlyList<Located> Items) : Located(Place)
{
    public override bool HasSecrets => Items.Any(item => item.HasSecrets);
}

/// <summary>Keys and values, in the order in which they were first named; its place is that of the first mention.</summary>
internal sealed record LocatedSection(Place Place, IReadOnlyDictionary<string, Located> Items) : Located(Place)
{
    public override bool HasSecrets => Items.Values.Any(item => item.HasSecrets);

    /// <summary>The value of a key below; null when there is none.</summary>
    public Located? Find(params IReadOnlyList<string> path)
    {
        Located? found = this;
        foreach (string part in path)
            found = Part(found, part);
        return found;
    }

    /// <summary>What there is of a path: its value, or the section or list that lacks the rest.</summary>
    public Located Nearest(IReadOnlyList<string> path)
    {
        Located nearest = this;
        foreach (string part in path)
        {
            if (Part(nearest, part) is not { } next)
                break;
            nearest = next;
        }

        return nearest;
    }

    /// <summary>This section with other values of some keys; a null takes the key out.</summary>
    public LocatedSection With(params IEnumerable<(string Key, Located? Value)> changes)
    {
        OrderedDictionary<string, Located> all = new(Items, StringComparer.Ordinal);
        foreach ((string key, Located? value) in changes)
        {
            if (value is null) all.Remove(key);
            else all[key] = value;
        }

        return this with { Items = all };
    }

    private static Located? Part(Located? whole, string part) => whole switch
    {
        LocatedSection section => section.Items.GetValueOrDefault(part),
        LocatedList list when int.TryParse(part, out int i) && i >= 0 && i < list.Items.Count => list.Items[i],
        _ => null,
    };
}
