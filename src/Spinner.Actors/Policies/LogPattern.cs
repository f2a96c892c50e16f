using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Spinner.Policies;

/// <summary>The regular expression of a log line that tells of readiness: it takes linear time, whatever the child prints.</summary>
internal static class LogPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static Regex Compile(string pattern) => new(pattern, Options);

    /// <summary>Whether it can be compiled, or why not.</summary>
    public static bool IsValid(string pattern, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            _ = Compile(pattern);
            reason = null;
            return true;
        }
        catch (RegexParseException wrong)
        {
            // Its message would quote the pattern once more, unescaped.
            reason = $"is no regular expression ({wrong.Error} at character {wrong.Offset}): correct it";
        }
        catch (NotSupportedException)
        {
            reason = "needs backtracking (as backreferences, lookarounds and atomic groups do) or is too large: write it without";
        }

        return false;
    }
}
