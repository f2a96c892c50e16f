using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner stop</c>.</summary>
internal static class StopVerb
{
    public static Command Create()
    {
        Argument<string[]> names = Names.Any("The children.");
        Option<bool> all = new("--all") { Arity = ArgumentArity.Zero, Description = "All children." };
        Option<bool> noPin = new("--no-pin") { Arity = ArgumentArity.Zero, Description = "Whoever needs the child may start it again; otherwise only a start by hand does." };
        Command stop = new("stop", "Stops children, and waits until nothing is left of them.") { names, all, noPin };
        return stop.Does(async (cli, result) => (result.Distinct(names), result.GetValue(all), result.GetValue(noPin)) switch
        {
            ([], false, _) => throw new UsageException("Which children? Name them, or say --all."),
            ({ Length: > 0 }, true, _) => throw new UsageException("Either names or --all."),
            ([], true, false) => await AllAsync(cli).ConfigureAwait(false),
            ([], true, true) => await StopAsync(cli, await RunningAsync(cli).ConfigureAwait(false), noPin: true).ConfigureAwait(false),
            (var some, _, var unpinned) => await StopAsync(cli, some, unpinned).ConfigureAwait(false),
        });
    }

    /// <summary>What an answer to a stop means.</summary>
    public static Deeds.Told Tell(Answer answer) => Tell(answer.Read(ContractJson.Default.StopView));

    private static Task<int> StopAsync(CliContext cli, IReadOnlyList<string> names, bool noPin) => new Deeds(cli, "stopping").DoAsync(
        names, name => cli.Host.AskAsync(HttpMethod.Post, Routes.Child(name, "stop") + (noPin ? "?pin=false" : ""), null, cli.Cancel), Tell);

    private static async Task<IReadOnlyList<string>> RunningAsync(CliContext cli) =>
        [.. (await cli.Host.GetAsync(Routes.Children, ContractJson.Default.ChildListView, cli.Cancel).ConfigureAwait(false))
            .Children.Where(child => child.State != "stopped").Select(child => child.Name)];

    private static async Task<int> AllAsync(CliContext cli)
    {
        Task<Answer> stopping = cli.Host.AskAsync(HttpMethod.Post, Routes.StopAll, null, cli.Cancel);
        await Progress.ShowAsync(cli, [new Progress.Piece("all children", "stopping", stopping, cancel => LeftAsync(cli, cancel))]).ConfigureAwait(false);
        Answer answer = await stopping.ConfigureAwait(false);
        if (cli.Json)
            cli.Pass(answer);
        Deeds.Told[] told = [.. answer.Read(ContractJson.Default.StopAllView).Children.Select(Tell)];
        foreach (string line in cli.Json ? [] : told.SelectMany(one => one.Lines))
            cli.Out.Line(line);
        return Problems.Worst(told.Select(one => one.Code));
    }

    /// <summary>How many children are not stopped yet.</summary>
    public static async Task<string> LeftAsync(CliContext cli, CancellationToken cancel)
    {
        ChildListView list = await cli.Host.GetAsync(Routes.Children, ContractJson.Default.ChildListView, cancel).ConfigureAwait(false);
        int left = list.Children.Count(child => child.State is not ("stopped" or "faulted"));
        return $"stopping: {left} of {list.Children.Count} left";
    }

    private static Deeds.Told Tell(StopView stop)
    {
        string name = Plain.Text(stop.Name);
        string how = stop.Exit is { } exit ? $" ({ChildText.Exit(exit)})" : "";
        return stop.Outcome switch
        {
            "alreadyStopped" => new Deeds.Told(ExitCodes.Success, $"{name} was stopped already"),
            "killed" => new Deeds.Told(ExitCodes.Success, $"{name} did not stop in time and was killed"),
            "stillAlive" => new Deeds.Told(ExitCodes.Failure, $"{name} could not be killed; it is left alive: pid {string.Join(", ", stop.Survivors)}"),
            _ => new Deeds.Told(ExitCodes.Success, $"{name} stopped{how}"),
        };
    }
}
