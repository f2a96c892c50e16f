namespace Spinner.Host.Configuration.Hocon;

/// <summary>A key, with everything that was ever said of it: later layers override earlier ones, sections add to them.</summary>
internal sealed class Slot
{
    public List<Layer> Layers { get; } = [];

    /// <summary>The section that is said last of the key; a new one when something else is.</summary>
    public SectionLayer LastSection(Place place)
    {
        if (Layers is [.., SectionLayer last])
            return last;
        SectionLayer section = new(place, new OrderedDictionary<string, Slot>(StringComparer.Ordinal));
        Layers.Add(section);
        return section;
    }
}

/// <summary>One thing said of a key.</summary>
internal abstract record Layer(Place Place);

/// <summary>A section written out.</summary>
internal sealed record SectionLayer(Place Place, OrderedDictionary<string, Slot> Fields) : Layer(Place)
{
    /// <summary>The keys of a section.</summary>
    public static SectionLayer Of(SectionPart section, IReadOnlyList<string> path)
    {
        SectionLayer layer = new(section.Place, new OrderedDictionary<string, Slot>(StringComparer.Ordinal));
        layer.Add(section.Entries, path);
        return layer;
    }

    private void Add(IEnumerable<Entry> entries, IReadOnlyList<string> path)
    {
        foreach (Entry entry in entries)
        {
            SectionLayer parent = this;
            foreach (string part in entry.Path.SkipLast(1))
                parent = parent.Field(part).LastSection(entry.Place);
            Slot slot = parent.Field(entry.Path[^1]);
            IReadOnlyList<string> whole = [.. path, .. entry.Path];
            if (!entry.Adds && entry.Value.Parts is [SectionPart section]) slot.LastSection(entry.Place).Add(section.Entries, whole);
            else slot.Layers.Add(new ValueLayer(entry.Place, entry.Value, entry.Adds, whole));
        }
    }

    private Slot Field(string name)
    {
        if (!Fields.TryGetValue(name, out Slot? slot))
            Fields.Add(name, slot = new Slot());
        return slot;
    }
}

/// <summary>Any other value: it may turn out to be a section when what it refers to is one.</summary>
internal sealed record ValueLayer(Place Place, Expression Value, bool Adds, IReadOnlyList<string> Path) : Layer(Place);
