using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Spinner.Cli.Verbs;
using Spinner.Cli.Verbs.Top;

namespace Spinner.Cli;

/// <summary>The verbs that talk to a host; the program <c>spinner</c> and the host itself offer them.</summary>
public static class SpinnerCommands
{
    /// <summary>The root of a command line: these verbs and <paramref name="others"/>.</summary>
    public static RootCommand Root(params IEnumerable<Command> others)
    {
        RootCommand root = new("Starts, watches, updates and stops child processes.")
        {
            Globals.Socket,
            Globals.Remote,
            Globals.RemoteConfig,
            Globals.Format,
            Globals.NoColour,
            StartVerb.Create(),
            StopVerb.Create(),
            RestartVerb.Create(),
            RmVerb.Create(),
            TouchVerb.Create(),
            PsVerb.Create(),
            GetVerb.Create(),
            TopVerb.Create(),
            LogsVerb.Create(),
            EventsVerb.Create(),
            WaitVerb.Create(),
            ReloadVerb.Create(),
            InfoVerb.Create(),
            ShutdownVerb.Create(),
            CompletionVerb.Create(),
        };
        foreach (Command other in others)
            root.Add(other);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        // Of other systems, and in the way of paths and patterns in completions.
        foreach (string alias in new[] { "/?", "/h", "-?" })
            help.Aliases.Remove(alias);
        help.Action = new RootHelp((SynchronousCommandLineAction)help.Action!);
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        SuggestDirective suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new Suggestions((SynchronousCommandLineAction)suggest.Action!);
        root.Does((cli, _) =>
        {
            RootHelp.Write(root, cli.Out);
            return Task.FromResult(ExitCodes.Success);
        });
        return root;
    }

    /// <summary>Runs a command line to its end.</summary>
    /// <param name="root">The verbs.</param>
    /// <param name="args">The command line.</param>
    /// <param name="remote">Runs a verb that is asked of the Spinner at an address on another node.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, IReadOnlyList<string> args, Func<ParseResult, string, Task<int>> remote)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(remote);
        ParseResult parsed = root.Parse(args);
        // Help, the version and completions do not mind errors.
        if (parsed.Action is ParseErrorAction || ReferenceEquals(parsed.Action, parsed.CommandResult.Command.Action))
        {
            string[] errors = [.. parsed.Errors.Select(error => error.Message), .. parsed.StrayOptions().Select(option => $"Unknown option '{option}'.")];
            if (errors.Length > 0)
                return UsageError.Tell(parsed, errors);
            if (RemoteAddress.Of(parsed) is { } address)
                return RemoteAddress.Unfit(parsed, address) is { } unfit ? UsageError.Tell(parsed, [unfit]) : await remote(parsed, address).ConfigureAwait(false);
        }

        return await InvokeAsync(parsed).ConfigureAwait(false);
    }

    /// <summary>Runs a command line that has been found to be right.</summary>
    /// <returns>The exit code.</returns>
    internal static Task<int> InvokeAsync(ParseResult parsed) =>
        parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
}
