using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner ps</c>.</summary>
internal static class PsVerb
{
    public static Command Create()
    {
        Option<bool> quiet = new("--quiet", "-q") { Arity = ArgumentArity.Zero, Description = "Names only." };
        Command ps = new("ps", "Lists the children.") { quiet };
        ps.Aliases.Add("ls");
        return ps.Does((cli, result) => RunAsync(cli, result.GetValue(quiet)));
    }

    private static async Task<int> RunAsync(CliContext cli, bool quiet)
    {
        Answer answer = await cli.Host.AskAsync(HttpMethod.Get, Routes.Children, null, cli.Cancel).ConfigureAwait(false);
        if (cli.Json)
        {
            cli.Pass(answer);
            return ExitCodes.Success;
        }

        IReadOnlyList<ChildView> children = answer.Read(ContractJson.Default.ChildListView).Children;
        if (quiet)
        {
            foreach (ChildView child in children)
                cli.Out.Line(Plain.Text(child.Name));
            return ExitCodes.Success;
        }

        Table(children).Write(cli.Out);
        if (children.Count == 0 && cli.Out.IsTerminal)
            cli.Err.Line("No children yet. To start one: spinner start NAME -- COMMAND, or spinner start SCRIPT");
        return ExitCodes.Success;
    }

    internal static Columns Table(IEnumerable<ChildView> children)
    {
        Columns table = new("NAME", "STATE", "ENDPOINT", "PID", "RESTARTS", "UPTIME", "WHY");
        foreach (ChildView child in children)
        {
            table.Add(
                Plain.Text(child.Name), new Columns.Cell(Plain.Text(child.State), Sgr.OfState(child.State)), ChildText.Endpoint(child.Endpoint),
                Number(child.Pid), Number(child.Restarts), ChildText.Uptime(child), ChildText.Why(child));
        }

        return table;
    }

    private static string Number(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-";
}
