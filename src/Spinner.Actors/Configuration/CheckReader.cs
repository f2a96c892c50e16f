using Spinner.Protocol;

namespace Spinner.Configuration;

/// <summary>Reads readiness and liveness: a word, or a section with one kind of check and its parts.</summary>
/// <remarks>
/// The sections of two files arrive as one, and nobody can tell any more which file said what. So two kinds are an error; null takes one back.
/// </remarks>
internal static class CheckReader
{
    private static readonly OrderedDictionary<string, Func<ConfigValue, ReadinessCheck?>> _readinessKinds = new()
    {
        ["http"] = value => value.Text() is { } path ? ReadinessCheck.Http(path) : null,
        ["log"] = value => value.Text() is { } pattern ? ReadinessCheck.LogLine(pattern) : null,
        ["exec"] = value => value.Texts() is { } command ? ReadinessCheck.Exec([.. command]) : null,
    };

    private static readonly OrderedDictionary<string, Func<ReadinessCheck, ConfigValue, ReadinessCheck>> _readinessParts = new()
    {
        ["interval"] = (check, value) => check with { Interval = value.Time() },
        ["timeout"] = (check, value) => check with { Timeout = value.Time() },
    };

    private static readonly OrderedDictionary<string, Func<ConfigValue, LivenessCheck?>> _livenessKinds = new()
    {
        ["http"] = value => value.Text() is { } path ? LivenessCheck.Http(path) : null,
        ["tcp"] = value => value.Switch() is true ? LivenessCheck.Tcp : null,
        ["exec"] = value => value.Texts() is { } command ? LivenessCheck.Exec([.. command]) : null,
        ["watchdog"] = value => value.Time() is { } longestSilence ? LivenessCheck.Watchdog(longestSilence) : null,
    };

    private static readonly OrderedDictionary<string, Func<LivenessCheck, ConfigValue, LivenessCheck>> _livenessParts = new()
    {
        ["interval"] = (check, value) => check with { Interval = value.Time() },
        ["timeout"] = Timeout,
        ["failures"] = (check, value) => check with { Failures = value.Number() },
        ["successes"] = (check, value) => check with { Successes = value.Number() },
        ["grace"] = (check, value) => check with { Grace = value.Time() },
    };

    public static ReadinessCheck? Readiness(ConfigValue value) =>
        value.Node is HoconSection section ? Check(value, section, _readinessKinds, _readinessParts)
            : value.Choice(
                "listen, notify, none, or a section with http, log or exec",
                ("listen", ReadinessKind.Listen),
                ("notify", ReadinessKind.Notify),
                ("none", ReadinessKind.None)) is { } kind ? new ReadinessCheck(kind)
            : null;

    public static LivenessCheck? Liveness(ConfigValue value) =>
        value.Node is HoconSection section ? Check(value, section, _livenessKinds, _livenessParts)
            : value.Choice(
                "none, tcp, watchdog, or a section with http, tcp, exec or watchdog",
                ("none", LivenessKind.None),
                ("tcp", LivenessKind.Tcp),
                ("watchdog", LivenessKind.Watchdog)) is { } kind ? new LivenessCheck(kind)
            : null;

    private static T? Check<T>(
        ConfigValue value,
        HoconSection section,
        OrderedDictionary<string, Func<ConfigValue, T?>> kinds,
        OrderedDictionary<string, Func<T, ConfigValue, T>> parts)
        where T : class
    {
        foreach (string unknown in section.Items.Keys.Where(key => !kinds.ContainsKey(key) && !parts.ContainsKey(key)))
        {
            value.Errors.Add($"{value.Key}.{ConfigKeys.Part(unknown)}", $"{value.Key}.{ConfigKeys.Part(unknown)} is no key of Spinner{Suggestion.For(unknown, kinds.Keys.Concat(parts.Keys))}");
        }

        string[] given = [.. kinds.Keys.Where(kind => section.Items.TryGetValue(kind, out HoconNode? node) && IsGiven(kind, node))];
        if (given.Length != 1)
        {
            value.Errors.Add(value.Key, given.Length == 0
                ? $"{value.Key} does not say what is checked: give one of {string.Join(", ", kinds.Keys)}."
                : $"{value.Key} has {string.Join(" and ", given)}: give one of them, and set to null what another file gives.");
            return null;
        }

        T? check = kinds[given[0]](value.Part(given[0], section.Items[given[0]]));
        foreach ((string part, Func<T, ConfigValue, T> read) in parts.Where(part => check is not null && section.Items.ContainsKey(part.Key)))
        {
            check = read(check!, value.Part(part, section.Items[part]));
        }

        return check;
    }

    /// <summary>null says "the default", which is no check of this kind, and so does tcp = off.</summary>
    private static bool IsGiven(string kind, HoconNode node) =>
        node is not HoconText { Value: null } && !(kind == "tcp" && node is HoconText { Value: "off" or "false" or "no" });

    private static LivenessCheck Timeout(LivenessCheck check, ConfigValue value)
    {
        if (check.Kind == LivenessKind.Watchdog)
        {
            value.Errors.Add(value.Key, $"{value.Key} stands beside watchdog, which is the time already: leave it out.");
            return check;
        }

        return check with { Timeout = value.Time() };
    }
}
