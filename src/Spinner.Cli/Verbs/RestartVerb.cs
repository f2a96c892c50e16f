using System.CommandLine;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner restart</c>.</summary>
internal static class RestartVerb
{
    public static Command Create()
    {
        Argument<string[]> names = Names.OneOrMore();
        Command restart = new("restart", "Restarts children, and waits until they are ready. Faults are forgiven.") { names };
        return restart.Does((cli, result) => new Deeds(cli, "restarting").DoAsync(
            result.Distinct(names), name => cli.Host.AskAsync(HttpMethod.Post, Routes.Child(name, "restart"), null, cli.Cancel), StartVerb.Tell));
    }
}
