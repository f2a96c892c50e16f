using System.Diagnostics.CodeAnalysis;

namespace Spinner.Host.Configuration.Hocon;

/// <summary>
/// Works out the values of a file: later ones over earlier ones, <c>${path}</c> replaced by the value of that key or, where there is no such key, by the
/// environment variable of that name. A key that refers to itself means its value so far, as HOCON has it.
/// </summary>
internal sealed class Substitution(SectionLayer root, Func<string, string?> environment, ICollection<ConfigError> errors)
{
    private const int LongestChain = 100;

    /// <summary>What is being worked out, and which of its layers.</summary>
    private readonly Dictionary<Slot, int> _busy = [];

    public LocatedSection Everything() => Section(root, root.Place);

    /// <summary>One key; null when nothing is said of it.</summary>
    public Located? Find(params IReadOnlyList<string> path) => Field(root, path, 0);

    private LocatedSection Section(SectionLayer section, Place place)
    {
        OrderedDictionary<string, Located> items = new(StringComparer.Ordinal);
        foreach ((string name, Slot slot) in section.Fields)
        {
            if (Value(slot) is { } value)
                items.Add(name, value);
        }

        return new LocatedSection(place, items);
    }

    private Located? Field(SectionLayer section, IReadOnlyList<string> path, int at) =>
        !section.Fields.TryGetValue(path[at], out Slot? slot) ? null
            : at == path.Count - 1 ? Value(slot)
            : Field(slot, path, at + 1);

    /// <summary>A key below another one; its sibling keys are left alone, they may refer to it.</summary>
    private Located? Field(Slot slot, IReadOnlyList<string> path, int at)
    {
        Located? found = null;
        for (int i = 0; i < LayersOf(slot); i++)
        {
            if (slot.Layers[i] is SectionLayer section)
                found = Over(Field(section, path, at), found);
            else if (Value(slot, (ValueLayer)slot.Layers[i], i, found: null) is { } value)
                found = value is LocatedSection whole ? Over(whole.Find([.. path.Skip(at)]), found) : null;
        }

        return found;
    }

    private Located? Value(Slot slot)
    {
        Located? found = null;
        for (int i = 0; i < LayersOf(slot); i++)
        {
            Located? value = slot.Layers[i] is SectionLayer section
                ? Section(section, section.Place)
                : Value(slot, (ValueLayer)slot.Layers[i], i, found);
            found = Over(value, found);
        }

        return found;
    }

    /// <summary>Of a key that is being worked out, what was said before.</summary>
    private int LayersOf(Slot slot) => _busy.GetValueOrDefault(slot, slot.Layers.Count);

    private Located? Value(Slot slot, ValueLayer layer, int number, Located? found)
    {
        int? outer = _busy.TryGetValue(slot, out int busy) ? busy : null;
        _busy[slot] = number;
        try
        {
            Located? value = Value(layer);
            return layer.Adds && value is not null ? Longer(found, value, layer) : value;
        }
        finally
        {
            if (outer is { } before) _busy[slot] = before;
            else _busy.Remove(slot);
        }
    }

    private Located Longer(Located? list, Located item, ValueLayer layer)
    {
        if (list is null or LocatedText { Text: null })
            return new LocatedList(layer.Place, [item]);
        if (list is LocatedList before)
            return new LocatedList(layer.Place, [.. before.Items, item]);
        errors.Add(layer.Place.Error("+= adds to a list, and this is none: set it with = [ ... ].", KeyPath.Text(layer.Path)));
        return list;
    }

    private Located? Value(ValueLayer layer) => Concatenation.Of(
        layer.Place,
        [.. layer.Value.Parts.Select(part => (part, Value(part, layer)))],
        mixture => errors.Add(mixture.Error("texts, lists and sections stand side by side: a value is one of them.", KeyPath.Text(layer.Path))));

    private Located? Value(Part part, ValueLayer layer) => part switch
    {
        TextPart { IsNull: true } => new LocatedText(part.Place, null, null),
        TextPart text => new LocatedText(part.Place, text.Text, text.Text),
        SectionPart section => Section(SectionLayer.Of(section, layer.Path), section.Place),
        ListPart list => new LocatedList(part.Place, [.. list.Items.Select(item => Value(new ValueLayer(item.Place, item, false, layer.Path))).OfType<Located>()]),
        ReferencePart reference => Value(reference, layer),
        _ => throw new InvalidOperationException($"A {part.GetType().Name} is no part of a value."),
    };

    private Located? Value(ReferencePart reference, ValueLayer layer)
    {
        if (_busy.Count > LongestChain)
            return Missing(reference, layer, $"{reference} ends a chain of more than {LongestChain} references.");
        Located? value = reference.Home.Count > 0 ? Find([.. reference.Home, .. reference.Path]) : null;
        value ??= Find(reference.Path);
        if (value is not null)
            return value;
        if (environment(reference.Name) is { } variable)
            return new LocatedText(reference.Place, variable, reference.ToString());
        if (reference.IsOptional)
            return null;
        string hint = reference.Name is "PORT" or "NAME" ? $"; {{{reference.Name.ToLowerInvariant()}}} is what Spinner fills in" : "";
        return Missing(
            reference, layer, $"{reference} is set nowhere: not in this file, not in the environment, not in an env-file; ${{?{reference.Name}}} may be missing{hint}.");
    }

    private LocatedText Missing(ReferencePart reference, ValueLayer layer, string message)
    {
        ConfigError error = reference.Place.Error(message, KeyPath.Text(layer.Path));
        if (!errors.Contains(error))
            errors.Add(error);
        return new LocatedText(reference.Place, reference.ToString(), reference.ToString());
    }

    [return: NotNullIfNotNull(nameof(above))]
    [return: NotNullIfNotNull(nameof(below))]
    private static Located? Over(Located? above, Located? below) =>
        above is LocatedSection mine && below is LocatedSection theirs ? Concatenation.Merge(mine, theirs) : above ?? below;
}
