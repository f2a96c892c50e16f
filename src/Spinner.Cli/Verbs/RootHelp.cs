using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary>The help of the program itself, its verbs grouped by what they are for; that of a verb is <paramref name="ofVerbs"/>.</summary>
internal sealed partial class RootHelp(SynchronousCommandLineAction ofVerbs) : AsynchronousCommandLineAction
{
    private const int NameWidth = 12;

    private static readonly (string Title, string[] Verbs)[] _groups =
    [
        ("To begin with", ["up", "run", "daemon"]),
        ("Children", ["start", "stop", "restart", "rm", "touch"]),
        ("What they do", ["ps", "top", "get", "logs", "events", "wait"]),
        ("Spinner itself", ["check", "reload", "info", "doctor", "shutdown", "completion"]),
    ];

    public override bool ClearsParseErrors => true;

    public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) => CliContext.RunAsync(parseResult, cli =>
    {
        if (parseResult.CommandResult.Command is RootCommand root)
            Write(root, cli.Out);
        else
            cli.Out.Write(OfVerb(parseResult));
        return Task.FromResult(ExitCodes.Success);
    });

    /// <summary>Writes the help of the program.</summary>
    public static void Write(RootCommand root, Output to)
    {
        to.Line("""
            Spinner starts, watches, updates and stops child processes.

            Usage: spinner VERB [options]

            Two commands to begin with:
              spinner up                           runs the children of ./spinner.conf until Ctrl-C
              spinner start web -- node server.js  has a running Spinner start a child, and prints its URL
            """);
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach ((string title, string[] verbs) in _groups)
        {
            Command[] known = [.. verbs.Select(verb => root.Subcommands.FirstOrDefault(command => command.Name == verb)).OfType<Command>()];
            told.UnionWith(verbs);
            Group(to, title, known);
        }

        Group(to, "Others", [.. root.Subcommands.Where(command => !command.Hidden && !told.Contains(command.Name))]);
        to.Line($"""

            Every verb knows --help, --socket PATH (or $SPINNER_SOCKET), -o json and --no-color (or $NO_COLOR).
            Those about children know --remote ADDRESS (or $SPINNER_REMOTE): a Spinner on another node.
            spinner --version prints the version.
            """);
    }

    private string OfVerb(ParseResult result)
    {
        Command verb = result.CommandResult.Command;
        // Options of every verb, but some refuse them.
        Globals.Remote.Hidden = Globals.RemoteConfig.Hidden = !RemoteAddress.IsFor(verb);
        using StringWriter text = new() { NewLine = "\n" };
        result.InvocationConfiguration.Output = text;
        ofVerbs.Invoke(result);
        return Usage().Replace(text.ToString(), $"  {UsageLine.Of(verb)}\n", 1);
    }

    private static void Group(Output to, string title, Command[] verbs)
    {
        if (verbs.Length == 0)
            return;
        to.Line("");
        to.Line($"{title}:");
        foreach (Command verb in verbs)
            to.Line($"  {verb.Name.PadRight(NameWidth)}{verb.Description!.Split('\n', 2)[0].TrimEnd()}");
    }

    // All its lines: it is broken where a terminal is narrow.
    [GeneratedRegex(@"(?<=^Usage:\n)(?:  .+\n)+", RegexOptions.Multiline)]
    private static partial Regex Usage();
}
