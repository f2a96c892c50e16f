using System.Globalization;
using System.Text;

namespace Spinner.Policies;

/// <summary>Collects what is wrong with a spec or with the options: one sentence per error, naming the option, its value and the cure.</summary>
internal sealed class PlanErrors
{
    private const int LongestQuote = 200;

    private readonly List<string> _sentences = [];

    public IReadOnlyList<string> Sentences => _sentences;

    public void Add(string sentence) => _sentences.Add(sentence);

    /// <summary>Takes over the sentences of another list; they begin with an option, which the prefix places.</summary>
    public void AddAll(string prefix, PlanErrors others) => _sentences.AddRange(others.Sentences.Select(sentence => prefix + sentence));

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
}
