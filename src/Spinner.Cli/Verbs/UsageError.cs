using System.CommandLine;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary>Tells that a command line is wrong: how, and what would be right.</summary>
internal static class UsageError
{
    /// <summary>Tells it on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(ParseResult parsed, IReadOnlyList<string> errors)
    {
        using Output err = Output.Error(noColour: false);
        foreach (string error in errors)
            err.Line($"{err.Paint("error:", Sgr.Red)} {Plain.Text(string.Join(' ', error.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)))}");
        Command command = parsed.CommandResult.Command;
        if (command is RootCommand root && parsed.UnmatchedTokens is [var word, ..]
            && Hints.Similar(word, root.Subcommands.Select(verb => verb.Name)).ToArray() is { Length: > 0 } similar)
            err.Line($"Did you mean {string.Join(" or ", similar.Select(verb => $"\"spinner {verb}\""))}?");
        err.Line($"Usage: {UsageLine.Of(command)}");
        err.Line($"More: spinner {(command is RootCommand ? "" : command.Name + " ")}--help");
        return ExitCodes.Usage;
    }
}
