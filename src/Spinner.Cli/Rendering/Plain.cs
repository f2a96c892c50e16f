using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Spinner.Cli.Rendering;

/// <summary>Makes text of children and hosts harmless: nothing of it acts on the terminal or reorders what stands beside it.</summary>
internal static partial class Plain
{
    /// <summary>A name, a cause, a message: every character that is not shown as itself is spelled out.</summary>
    public static string Text(string text)
    {
        int first = 0;
        while (first < text.Length && !IsHarmful(text[first]))
            first++;
        if (first == text.Length)
            return text;
        StringBuilder plain = new(text, 0, first, text.Length + 16);
        foreach (char c in text.AsSpan(first))
        {
            if (!IsHarmful(c))
                plain.Append(c);
            else
                plain.Append(Spelled(c));
        }

        return plain.ToString();
    }

    /// <summary>A line a child printed, shown elsewhere than in its log: without its colours, and harmless.</summary>
    public static string Printed(string line) => Text(WithoutSequences(line).Replace("\t", "    ", StringComparison.Ordinal));

    /// <summary>The line without what drives a terminal; tabs stay.</summary>
    public static string WithoutSequences(string line) => line.Contains('\e', StringComparison.Ordinal) ? Sequence().Replace(line, "") : line;

    /// <summary>As a word of a command line that can be pasted.</summary>
    public static string Quoted(string name)
    {
        string plain = Text(name);
        return plain.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%+=,".Contains(c, StringComparison.Ordinal)) && plain.Length > 0
            ? plain
            : $"'{plain.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    private static string Spelled(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\e' => "\\e",
        _ => c < 256 ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}") : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };

    // Control characters of both sets, line separators, and what changes the direction of writing.
    private static bool IsHarmful(char c) =>
        char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF';

    // CSI ... final byte; OSC and its kin up to BEL or ST; other two-character escapes.
    [GeneratedRegex(@"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")]
    private static partial Regex Sequence();
}
