using System.CommandLine;

namespace Spinner.Cli.Verbs;

/// <summary>What verbs have in common.</summary>
internal static class VerbExtensions
{
    /// <summary>Gives the verb its deed.</summary>
    public static Command Does(this Command verb, Func<CliContext, ParseResult, Task<int>> act)
    {
        verb.SetAction((result, _) => CliContext.RunAsync(result, cli => act(cli, result)));
        return verb;
    }
}
