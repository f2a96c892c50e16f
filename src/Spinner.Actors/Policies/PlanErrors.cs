using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Spinner.Policies;

/// <summary>Collects what is wrong with a spec or with the options: one sentence per error, naming the option, its value and the cure.</summary>
internal sealed partial class PlanErrors
{
    private const int LongestQuote = 200;

    private readonly List<PlanError> _all = [];

    public IReadOnlyList<PlanError> All => _all;

    public IReadOnlyList<string> Sentences => [.. _all.Select(error => error.Sentence)];

    /// <summary>Adds a sentence that begins with the option it is about, or that is about no single one.</summary>
    public void Add(string sentence)
    {
        Match option = Option().Match(sentence);
        string within = option.Groups["part"].Value is { Length: > 0 } part ? $".{part}" : "";
        _all.Add(new PlanError("", option.Groups["option"].Value, sentence, within));
    }

    /// <summary>Adds a sentence about a key of a configuration.</summary>
    /// <param name="key">The key, a path with dots.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="within">What part of the value it is about, as the end of a path: <c>."db"</c>.</param>
    public void Add(string key, string sentence, string within = "") => _all.Add(new PlanError("", key, sentence, within));

    /// <summary>Takes over the sentences of another list; they begin with an option, which the prefix places.</summary>
    public void AddAll(string prefix, PlanErrors others) => _all.AddRange(others.All.Select(error => error with { Prefix = prefix + error.Prefix }));

    /// <summary>The value between quotes, safe to print: control characters are escaped, and a long value is cut.</summary>
    public static string Quote(string value)
    {
        StringBuilder text = new("\"");
        foreach (char c in value.Length > LongestQuote ? value[..LongestQuote] : value)
        {
            _ = char.IsControl(c)
                ? text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : c is '"' or '\\' ? text.Append('\\').Append(c) : text.Append(c);
        }

        return text.Append(value.Length > LongestQuote ? "...\"" : "\"").ToString();
    }

    // "stop-timeout 2 d is ...", "args[0] is ...", "env "A" has ...", "readiness http "x" is ...", "stdout file: log-files 0 is ...". One that names
    // several options first ("command, args and script are ...") is about all of them.
    [GeneratedRegex("""
        ^(?!base[ ])(?:std(?:out|err)[ ]file:[ ])?(?<option>[a-z]+(?:[-.][a-z]+)*(?:\[\d+\])?)(?=[ :])(?![ ]and[ ])
        (?:(?<=^(?:env|depends-on))[ ](?<part>"(?:[^"\\]|\\.)*") | (?<=^(?:readiness|liveness))[ ](?<part>http|log|exec|tcp|watchdog|interval|timeout|failures|successes|grace)\b)?
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Option();
}

/// <summary>Something wrong with one option, or with several of them together.</summary>
/// <param name="Prefix">Where the options are: <c>spinner.defaults.</c>, or nothing.</param>
/// <param name="Option">The option; empty when it is about several.</param>
/// <param name="Text">The sentence without the prefix.</param>
/// <param name="Within">The part of the option's value it is about, as the end of a path; empty when it is about all of it.</param>
internal sealed record PlanError(string Prefix, string Option, string Text, string Within)
{
    /// <summary>The whole sentence.</summary>
    public string Sentence => Prefix + Text;

    /// <summary>The key, a path with dots.</summary>
    public string Key => (Prefix + Option).TrimEnd('.');

    /// <summary>Where the key stands, or the part of its value that is meant.</summary>
    public string Location => Key + Within;

    /// <summary>The sentence, without the key where that is its subject.</summary>
    public string Message => Option.Length > 0 && Text.StartsWith(Option, StringComparison.Ordinal) ? Text[Option.Length..].TrimStart(':', ' ') : Text;
}
