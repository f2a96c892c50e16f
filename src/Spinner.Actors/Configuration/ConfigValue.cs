using System.Globalization;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Configuration;

/// <summary>One value of a configuration. Each reading answers null when the value is null, or is wrong: then the error is added.</summary>
internal sealed record ConfigValue(string Key, HoconNode Node, PlanErrors Errors)
{
    public string? Text()
    {
        if (Node is HoconText text)
        {
            return text.Value;
        }

        Errors.Add(Key, $"{Key} is a {(Node is HoconList ? "list" : "section")}: give a single value.");
        return null;
    }

    public IReadOnlyList<string>? Texts()
    {
        switch (Node)
        {
            case HoconText { Value: null }:
                return null;
            case HoconList list when !list.Items.Contains(null):
                return [.. list.Items.Select(item => item!)];
            default:
                Errors.Add(Key, $"{Key} is not a list of texts: write [\"one\", \"two\"].");
                return null;
        }
    }

    /// <summary>A list, or a single text for a list of one; "" is the empty list.</summary>
    public IReadOnlyList<string>? TextOrTexts() => Node is HoconText { Value: { } text } ? (text.Length == 0 ? [] : [text]) : Texts();

    public IReadOnlyDictionary<string, string>? Map() => Entries("NAME = \"value\"")?
        .Select(entry => (entry.Name, Text: entry.Value.Text()))
        .Where(entry => entry.Text is not null)
        .ToDictionary(entry => entry.Name, entry => entry.Text!, StringComparer.Ordinal);

    /// <summary>A section of choices.</summary>
    public IReadOnlyDictionary<string, T>? Choices<T>(string example, string expected, params (string Word, T Value)[] choices)
        where T : struct => Entries(example)?
        .Select(entry => (entry.Name, Choice: entry.Value.Choice(expected, choices)))
        .Where(entry => entry.Choice is not null)
        .ToDictionary(entry => entry.Name, entry => entry.Choice!.Value, StringComparer.Ordinal);

    public bool? Switch() => Choice("on or off", ("on", true), ("off", false), ("true", true), ("false", false), ("yes", true), ("no", false));

    public int? Number() =>
        Text() is not { } text ? null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
            : Wrong<int>(text, "a whole number");

    public IReadOnlyList<int>? Numbers()
    {
        if (Node is not HoconList list)
        {
            if (Node is not HoconText { Value: null })
            {
                Errors.Add(Key, $"{Key} is not a list of numbers: write [0, 1].");
            }

            return null;
        }

        IReadOnlyList<int?> all = [.. list.Items.Select((item, i) => Part($"[{i}]", new HoconText(item ?? "")).Number())];
        return all.Contains(null) ? null : [.. all.Select(number => number!.Value)];
    }

    public long? Size() =>
        Text() is not { } text ? null
            : Sizes.TryParse(text, out long bytes) ? bytes
            : Wrong<long>(text, "a size with its unit, such as 512 MB or 1.5 GiB");

    public TimeSpan? Time() =>
        Text() is not { } text ? null
            : Durations.TryParse(text, out TimeSpan time) ? time
            : Wrong<TimeSpan>(text, "a time with its unit, such as 500 ms, 30s or 5 min");

    /// <summary>A time, or -1 or never for no end.</summary>
    public TimeSpan? TimeOrNever() => Node is HoconText { Value: "-1" or "never" } ? Timeout.InfiniteTimeSpan : Time();

    public PortRange? Ports()
    {
        if (Text() is not { } text)
        {
            return null;
        }

        string[] ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length is 1 or 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last))
        {
            return new PortRange(first, last);
        }

        _ = Wrong<int>(text, "the lowest and the highest port, such as \"7000-7999\"");
        return null;
    }

    public OutputTarget? Target()
    {
        const string FilePrefix = "file:";
        switch (Text())
        {
            case null or "null":
                // The parser gives null for "null" in quotes, too.
                return Node is HoconText ? OutputTarget.Null : null;
            case "inherit":
                return OutputTarget.Inherit;
            case "logger":
                return OutputTarget.Logger;
            case { } text when text.StartsWith(FilePrefix, StringComparison.Ordinal):
                return OutputTarget.File(text[FilePrefix.Length..]);
            case { } text:
                _ = Wrong<int>(text, "\"null\", \"inherit\", \"logger\" or \"file:<path>\"");
                return null;
        }
    }

    public T? Choice<T>(string expected, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct
    {
        if (Text() is not { } text)
        {
            return null;
        }

        foreach ((string word, T value) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return Wrong<T>(text, expected);
    }

    private IEnumerable<(string Name, ConfigValue Value)>? Entries(string example)
    {
        if (Node is HoconSection section)
        {
            return section.Items.Select(item => (item.Key, Part(PlanErrors.Quote(item.Key), item.Value)));
        }

        if (Node is not HoconText { Value: null })
        {
            Errors.Add(Key, $"{Key} is not a section: write {{ {example} }}.");
        }

        return null;
    }

    /// <summary>A value within this one.</summary>
    public ConfigValue Part(string key, HoconNode node) => new(key.StartsWith('[') ? Key + key : $"{Key}.{key}", node, Errors);

    private T? Wrong<T>(string text, string expected)
        where T : struct
    {
        Errors.Add(Key, $"{Key} {PlanErrors.Quote(text)} is not understood: give {expected}.");
        return null;
    }
}
