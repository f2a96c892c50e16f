using System.CommandLine;
using System.CommandLine.Parsing;

namespace Spinner.Cli.Verbs;

/// <summary>Where things stand on a command line.</summary>
internal static class Tokens
{
    /// <summary>The place of the first <c>--</c>; behind everything when there is none.</summary>
    public static int FirstDashes(this ParseResult result)
    {
        for (int i = 0; i < result.Tokens.Count; i++)
        {
            if (result.Tokens[i].Type == TokenType.DoubleDash)
                return i;
        }

        return result.Tokens.Count;
    }

    /// <summary>The place of one of its tokens.</summary>
    public static int PlaceOf(this ParseResult result, Token token)
    {
        for (int i = 0; i < result.Tokens.Count; i++)
        {
            if (ReferenceEquals(result.Tokens[i], token))
                return i;
        }

        return -1;
    }

    /// <summary>
    /// Misspelt options that an argument has swallowed, as one that takes many words does. A name that begins with a dash goes behind <c>--</c>.
    /// </summary>
    public static IEnumerable<string> StrayOptions(this ParseResult result)
    {
        int dashes = result.FirstDashes();
        return from argument in result.CommandResult.Command.Arguments
               where !argument.CaptureRemainingTokens
               from token in result.GetResult(argument)?.Tokens ?? []
               where token.Value is ['-', _, ..] && result.PlaceOf(token) < dashes
               select token.Value;
    }
}
