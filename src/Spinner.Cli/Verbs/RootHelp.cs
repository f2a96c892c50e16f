using System.CommandLine;
using System.CommandLine.Invocation;

namespace Spinner.Cli.Verbs;

/// <summary>The help of the program itself, its verbs grouped by what they are for; that of a verb is <paramref name="ofVerbs"/>.</summary>
internal sealed class RootHelp(SynchronousCommandLineAction ofVerbs) : SynchronousCommandLineAction
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

    public override int Invoke(ParseResult parseResult) => parseResult.CommandResult.Command is RootCommand root
        ? Write(root, parseResult.InvocationConfiguration.Output)
        : ofVerbs.Invoke(parseResult);

    /// <summary>Writes the help of the program.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(RootCommand root, TextWriter to)
    {
        to.WriteLine("""
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
        to.WriteLine($"""

            Every verb knows --help, --socket PATH (or $SPINNER_SOCKET), -o json and --no-color (or $NO_COLOR).
            Those about children know --remote ADDRESS (or $SPINNER_REMOTE): a Spinner on another node.
            spinner --version prints the version.
            """);
        return ExitCodes.Success;
    }

    private static void Group(TextWriter to, string title, Command[] verbs)
    {
        if (verbs.Length == 0)
            return;
        to.WriteLine();
        to.WriteLine($"{title}:");
        foreach (Command verb in verbs)
            to.WriteLine($"  {verb.Name.PadRight(NameWidth)}{verb.Description!.Split('\n', 2)[0].TrimEnd()}");
    }
}
