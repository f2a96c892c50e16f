using System.Text.Json;
using System.Text.RegularExpressions;
using Spinner.Configuration;

namespace Spinner.Host.Api;

/// <summary>The kinds of value that an option of a body has.</summary>
internal enum OptionKind
{
    Text,
    Number,
    Switch,
    Time,
    Size,
    Texts,
    TextOrTexts,
    Numbers,
    Map,
    Ports,
    Check,
}

/// <summary>An option of a spec as the body of a request names it, and the key of the configuration that reads it.</summary>
internal sealed record SpecOption(string Name, string Key, OptionKind Kind);

/// <summary>Every option that a body may have. The reading is the configuration's own; here is what JSON adds: other names, and numbers that are seconds.</summary>
internal static partial class SpecOptions
{
    public const string Name = "name";
    public const string BaseDirectory = "baseDirectory";

    private static readonly Dictionary<string, OptionKind> _kinds = new(StringComparer.Ordinal)
    {
        ["env"] = OptionKind.Map,
        ["depends-on"] = OptionKind.Map,
        ["args"] = OptionKind.Texts,
        ["monitor"] = OptionKind.TextOrTexts,
        ["monitor-exclude"] = OptionKind.TextOrTexts,
        ["success-codes"] = OptionKind.Numbers,
        ["attempts"] = OptionKind.Number,
        ["restart-limit"] = OptionKind.Number,
        ["log-files"] = OptionKind.Number,
        ["replace-env"] = OptionKind.Switch,
        ["tandem"] = OptionKind.Switch,
        ["memory-limit"] = OptionKind.Size,
        ["log-max-size"] = OptionKind.Size,
        ["port-range"] = OptionKind.Ports,
        ["readiness"] = OptionKind.Check,
        ["liveness"] = OptionKind.Check,
        ["command"] = OptionKind.Text,
        ["script"] = OptionKind.Text,
        ["cwd"] = OptionKind.Text,
        ["logger"] = OptionKind.Text,
        ["stop-signal"] = OptionKind.Text,
        ["listen"] = OptionKind.Text,
        ["restart"] = OptionKind.Text,
        ["stdout"] = OptionKind.Text,
        ["stderr"] = OptionKind.Text,
        ["endpoint"] = OptionKind.Text,
    };

    /// <summary>In the order in which they are applied; what is no other kind is a time.</summary>
    public static IReadOnlyList<SpecOption> All { get; } =
    [
        .. ConfigKeys.OfSpecs.Keys.Concat(ConfigKeys.OfChildren.Keys).Concat(ConfigKeys.OfFiles.Keys)
            .Select(key => new SpecOption(NameOf(key), key, KindOf(key))),
        new SpecOption("idleTimeSec", "idle-time", OptionKind.Time),
    ];

    public static IReadOnlyDictionary<string, SpecOption> ByName { get; } = All.ToDictionary(option => option.Name, StringComparer.Ordinal);

    /// <summary>Whether a key within a check is a time.</summary>
    public static bool IsTimeOfCheck(string part) => part is "interval" or "timeout" or "grace" or "watchdog";

    public static string NameOf(string key) => JsonNamingPolicy.CamelCase.ConvertName(
        string.Concat(key.Split('-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..])));

    /// <summary>A sentence about a spec speaks of keys of the configuration; what is in quotes is somebody's value and stays.</summary>
    public static string InNamesOfBody(string sentence) => QuoteOrKey().Replace(sentence, found =>
        found.Value.StartsWith('"') ? found.Value
            : found.Value == "base directory" ? BaseDirectory
            : found.Value == "start-timeout" ? "timeout" // as the specification has it
            : All.FirstOrDefault(option => option.Key == found.Value)?.Name ?? found.Value);

    private static OptionKind KindOf(string key) => _kinds.GetValueOrDefault(key, OptionKind.Time);

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|(?<![\w.'-])(?:base\ directory|[a-z]+(?:-[a-z]+)+)(?![\w'-])
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex QuoteOrKey();
}
