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
        err.Line(Usage(command));
        err.Line($"More: spinner {(command is RootCommand ? "" : command.Name + " ")}--help");
        return ExitCodes.Usage;
    }

    private static string Usage(Command command)
    {
        if (command is RootCommand)
            return "Usage: spinner VERB [options]";
        IEnumerable<string> arguments = command.Arguments.Select(argument => argument.Arity switch
        {
            { MinimumNumberOfValues: 0, MaximumNumberOfValues: > 1 } => $"[{argument.HelpName ?? argument.Name}...]",
            { MinimumNumberOfValues: 0 } => $"[{argument.HelpName ?? argument.Name}]",
            { MaximumNumberOfValues: > 1 } => $"<{argument.HelpName ?? argument.Name}...>",
            _ => $"<{argument.HelpName ?? argument.Name}>",
        });
        return string.Join(' ', ["Usage: spinner", command.Name, .. arguments, "[options]"]);
    }
}
