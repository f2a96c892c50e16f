using System.Text.RegularExpressions;

namespace Spinner.Supervision;

/// <summary>The patterns of lines. Matching takes time in proportion to the line, whatever the pattern: the thread that matches serves all children.</summary>
internal static class LinePatterns
{
    public static Regex Of(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
