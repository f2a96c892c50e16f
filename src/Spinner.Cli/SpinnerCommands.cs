using System.CommandLine;
using Spinner.Cli.Verbs;

namespace Spinner.Cli;

/// <summary>The verbs that talk to a host; the program <c>spinner</c> and the host itself offer them.</summary>
public static class SpinnerCommands
{
    /// <summary>The root of a command line: these verbs and <paramref name="others"/>.</summary>
    public static RootCommand Root(params IEnumerable<Command> others)
    {
        RootCommand root = new("Starts, watches, updates and stops child processes.") { PsVerb.Create() };
        foreach (Command other in others)
            root.Add(other);
        return root;
    }

    /// <summary>Runs a command line to its end.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(root);
        ParseResult parsed = root.Parse(args);
        int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }
}
