using System.CommandLine;

namespace Spinner.Cli.Handover;

/// <summary>The verbs that need the actors: this program hands them to the host beside it, with everything that stands on the command line.</summary>
internal static class HandedVerbs
{
    private static readonly (string Name, string Description)[] _verbs =
    [
        ("up", "Starts every child of a file here, shows their output, and stops them all on Ctrl-C."),
        ("run", "Starts one script here, prints where it listens, and follows it."),
        ("daemon", "Runs Spinner in the background of a machine, for the command line and the API."),
        ("check", "Checks a configuration file."),
        ("doctor", "Looks for what keeps Spinner from working on this machine."),
    ];

    /// <summary>As they appear in the help and in completions.</summary>
    public static IEnumerable<Command> Create() => _verbs.Select(verb => new Command(verb.Name, verb.Description) { TreatUnmatchedTokensAsErrors = false });

    /// <summary>Whether a command line, or the one that is being completed, has one of these verbs.</summary>
    public static bool Are(IReadOnlyList<string> args) => args switch
    {
        [['[', 's', 'u', 'g', 'g', 'e', 's', 't', ..], var line, ..] => IsHanded(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1), isComplete: line.EndsWith(' ')),
        _ => IsHanded(args, isComplete: true),
    };

    private static bool IsHanded(IEnumerable<string> words, bool isComplete)
    {
        List<string> rest = [.. words];
        int verb = 0;
        while (verb < rest.Count && rest[verb].StartsWith('-'))
            verb += rest[verb] is "--socket" or "--remote" or "--remote-config" or "-o" or "--output" ? 2 : 1;
        return verb < rest.Count && (isComplete || verb < rest.Count - 1) && Array.Exists(_verbs, handed => handed.Name == rest[verb]);
    }
}
