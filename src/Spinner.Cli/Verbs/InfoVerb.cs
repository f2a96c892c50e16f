using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner info</c>.</summary>
internal static class InfoVerb
{
    private const int KeyWidth = 9;

    public static Command Create()
    {
        Command info = new("info", "Shows which host answers, and how it is.");
        info.Aliases.Add("status");
        return info.Does((cli, _) => RunAsync(cli));
    }

    private static async Task<int> RunAsync(CliContext cli)
    {
        Answer answer = await cli.Host.AskAsync(HttpMethod.Get, Routes.Info, null, cli.Cancel).ConfigureAwait(false);
        if (cli.Json)
        {
            cli.Pass(answer);
            return ExitCodes.Success;
        }

        InfoView info = answer.Read(ContractJson.Default.InfoView);
        Row(cli.Out, "spinner", $"{info.Version}, {info.Mode}, pid {info.Pid}");
        Row(cli.Out, "up", $"{Human.Since(info.UptimeSeconds)}, since {Clock.Of(info.StartedAt)}");
        Row(cli.Out, "memory", Human.Size(info.MemoryBytes));
        Row(cli.Out, "children", info.Children.Values.Sum() is 0 ? "none" : string.Join(", ", info.Children.Where(pair => pair.Value > 0).Select(pair => $"{pair.Value} {pair.Key}")));
        Row(cli.Out, "file", info.File);
        Row(cli.Out, "socket", info.Socket ?? cli.Host.Socket);
        Row(cli.Out, "remote", info.Remote);
        Row(cli.Out, "state", info.StateFolder);
        return ExitCodes.Success;
    }

    private static void Row(Output to, string key, string? value)
    {
        if (value is not null)
            to.Line($"{to.Paint(key.PadRight(KeyWidth), Sgr.Faint)}{Plain.Text(value)}");
    }
}
