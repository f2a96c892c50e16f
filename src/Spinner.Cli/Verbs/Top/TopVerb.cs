using System.CommandLine;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs.Top;

/// <summary><c>spinner top</c>.</summary>
internal static class TopVerb
{
    /// <summary>What is asked again and again.</summary>
    public const string Path = $"{Routes.Children}?usage=true";

    // The share of a processor is the difference between two pictures.
    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(500);

    public static Command Create() => new Command("top", "Shows live what children use, and starts, stops, restarts and follows them by keys.")
        .Does((cli, _) => RunAsync(cli));

    private static async Task<int> RunAsync(CliContext cli)
    {
        if (cli.Json)
        {
            cli.Pass(await cli.Host.AskAsync(HttpMethod.Get, Path, null, cli.Cancel).ConfigureAwait(false));
            return ExitCodes.Success;
        }

        if (cli.Out.IsLive && !Console.IsInputRedirected)
        {
            using TopSession session = new(cli);
            return await session.RunAsync().ConfigureAwait(false);
        }

        TopModel model = new(TimeProvider.System);
        model.Update(await AskAsync(cli).ConfigureAwait(false));
        await Task.Delay(_between, TimeProvider.System, cli.Cancel).ConfigureAwait(false);
        model.Update(await AskAsync(cli).ConfigureAwait(false));
        foreach (string line in TopView.Table(model, cli.Out.IsTerminal ? cli.Out.Width : TopView.PipeWidth))
            cli.Out.Line(line.TrimEnd());
        return ExitCodes.Success;
    }

    internal static Task<ChildListView> AskAsync(CliContext cli) => cli.Host.GetAsync(Path, ContractJson.Default.ChildListView, cli.Cancel);
}
