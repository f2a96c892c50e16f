using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner rm</c>.</summary>
internal static class RmVerb
{
    public static Command Create()
    {
        Argument<string[]> names = Names.OneOrMore();
        Command rm = new("rm", "Stops children and forgets them.") { names };
        return rm.Does((cli, result) => new Deeds(cli, "removing").DoAsync(
            result.Distinct(names), name => cli.Host.AskAsync(HttpMethod.Delete, Routes.Child(name), null, cli.Cancel), Tell));
    }

    private static Deeds.Told Tell(Answer answer)
    {
        StopView stop = answer.Read(ContractJson.Default.StopView);
        return stop.Outcome == "stillAlive" ? StopVerb.Tell(answer) : new Deeds.Told(ExitCodes.Success, $"{Plain.Text(stop.Name)} removed");
    }
}
