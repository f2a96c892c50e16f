using System.CommandLine;
using System.Text.RegularExpressions;

namespace Spinner.Cli.Verbs;

/// <summary>The Spinner of another node that a command line means.</summary>
internal static partial class RemoteAddress
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "SPINNER_REMOTE";

    private static readonly string[] _remote = ["ps", "get", "start", "stop", "restart", "rm", "touch", "events", "wait"];

    // Nobody is asked by these: the variable, which is for those that ask, does not concern them.
    private static readonly string[] _askNobody = ["up", "run", "daemon", "check", "doctor", "completion"];

    private static readonly string[] _ofOutput = ["logs", "top"];

    /// <summary>The address; null: a host of this machine is meant, or none.</summary>
    public static string? Of(ParseResult result) =>
        result.GetValue(Globals.Remote) is { Length: > 0 } named ? named
        : IsGiven(result, Globals.Socket) || result.CommandResult.Command is RootCommand || _askNobody.Contains(result.CommandResult.Command.Name) ? null
        : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } usual ? usual : null;

    /// <summary>Whether a verb can be asked of another node.</summary>
    public static bool IsFor(Command verb) => _remote.Contains(verb.Name);

    /// <summary>Why a verb cannot be asked of that address; null: it can.</summary>
    public static string? Unfit(ParseResult result, string address)
    {
        Command asked = result.CommandResult.Command;
        string verb = asked.Name;
        string by = IsGiven(result, Globals.Remote) ? "--remote" : $"${Variable}";
        return IsGiven(result, Globals.Remote) && IsGiven(result, Globals.Socket) ? "Either --socket or --remote: they are two hosts."
            : _ofOutput.Contains(verb) ? $"{verb} cannot be asked of another node ({by}): what children print is read on the machine where they run."
            : !IsFor(asked) ? $"{verb} cannot be asked of another node ({by}); {string.Join(", ", _remote)} can."
            : !Form().IsMatch(address) ? $"{by} {address} is no address of a node: give akka.ssl.tcp://spinner@HOST:PORT, as spinner info tells it there."
            : null;
    }

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    [GeneratedRegex(@"^akka(\.ssl)?\.tcp://[A-Za-z0-9][A-Za-z0-9_-]*@([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$")]
    private static partial Regex Form();
}
