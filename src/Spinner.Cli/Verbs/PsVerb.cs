using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner ps</c>.</summary>
internal static class PsVerb
{
    public static Command Create()
    {
        Option<string?> socket = new("--socket") { Description = "The socket of the host." };
        Command ps = new("ps", "Lists the children.") { socket };
        ps.Aliases.Add("ls");
        ps.SetAction(async (result, cancel) =>
        {
            using DaemonClient client = new(SocketPath.ForClient(result.GetValue(socket)));
            ChildListView list = await client.GetAsync(Routes.Children, ContractJson.Default.ChildListView, cancel).ConfigureAwait(false);
            foreach (ChildView child in list.Children)
                await Console.Out.WriteLineAsync($"{child.Name} {child.State} {child.Endpoint?.Url}").ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return ps;
    }
}
