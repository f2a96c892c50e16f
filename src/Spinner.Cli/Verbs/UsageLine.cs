using System.CommandLine;

namespace Spinner.Cli.Verbs;

/// <summary>How a verb is called, on a line. Both programs say <c>spinner</c>: it is what one calls.</summary>
internal static class UsageLine
{
    public static string Of(Command verb)
    {
        if (verb is RootCommand)
            return "spinner VERB [options]";
        IEnumerable<string> arguments = verb.Arguments.Select(argument => argument.Arity switch
        {
            { MinimumNumberOfValues: 0, MaximumNumberOfValues: > 1 } => $"[{argument.HelpName ?? argument.Name}...]",
            { MinimumNumberOfValues: 0 } => $"[{argument.HelpName ?? argument.Name}]",
            { MaximumNumberOfValues: > 1 } => $"<{argument.HelpName ?? argument.Name}...>",
            _ => $"<{argument.HelpName ?? argument.Name}>",
        });
        // Their names end at the --, and what is behind it is of the same argument.
        string command = verb.Name is "start" or "restart" ? " [-- COMMAND [ARGUMENT...]]" : "";
        return string.Join(' ', ["spinner", verb.Name, .. arguments, "[options]"]) + command;
    }
}
