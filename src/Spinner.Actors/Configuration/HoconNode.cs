using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Spinner.Configuration;

/// <summary>A plain tree of what a <see cref="Config"/> says, its fallbacks merged in.</summary>
internal abstract record HoconNode
{
    private const int Deepest = 32;

    /// <summary>The tree of a configuration; an empty section when it says nothing.</summary>
    /// <exception cref="FormatException">It refers to itself.</exception>
    public static HoconSection From(Config? config)
    {
        HoconSection all = new(new Dictionary<string, HoconNode>());
        for (Config? layer = config; layer is not null; layer = layer.Fallback)
        {
            if (!layer.IsEmpty && Convert(layer.Root, Deepest) is HoconSection section)
            {
                all = all.Over(section);
            }
        }

        return all;
    }

    private static HoconNode Convert(HoconValue value, int depth)
    {
        // The parser reads ${?X} as a reference to the whole document, without an error.
        if (depth == 0)
        {
            throw new FormatException("The configuration refers to itself or is nested too deeply; ${?NAME} is not supported here.");
        }

        if (value.IsObject())
        {
            return new HoconSection(value.GetObject().Items.ToDictionary(item => item.Key, item => Convert(item.Value, depth - 1)));
        }

        // To the parser, [] is no array, and [ ] is an array of one thing that is empty.
        return value.IsArray() ? new HoconList([.. value.GetArray().Where(item => !item.IsEmpty).Select(item => item.IsString() ? item.GetString() : null)])
            : value.Values.Any(part => part is HoconArray) ? new HoconList([])
            : new HoconText(value.GetString());
    }
}

/// <summary>A scalar. Null: the key is there and says "the default".</summary>
internal sealed record HoconText(string? Value) : HoconNode;

/// <summary>A list of scalars; null stands for anything else.</summary>
internal sealed record HoconList(IReadOnlyList<string?> Items) : HoconNode;

/// <summary>Keys and values.</summary>
internal sealed record HoconSection(IReadOnlyDictionary<string, HoconNode> Items) : HoconNode
{
    /// <summary>This section with what only <paramref name="below"/> says added, section by section.</summary>
    public HoconSection Over(HoconSection below)
    {
        Dictionary<string, HoconNode> all = new(below.Items);
        foreach ((string key, HoconNode value) in Items)
        {
            all[key] = value is HoconSection mine && all.TryGetValue(key, out HoconNode? other) && other is HoconSection theirs
                ? mine.Over(theirs)
                : value;
        }

        return new HoconSection(all);
    }
}
