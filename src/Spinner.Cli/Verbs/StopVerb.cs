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
        Option<bool> all = new("--all") { Description = "All children." };
        Option<bool> noPin = new("--no-pin") { Description = "Whoever needs the child may start it again; otherwise only a start by hand does." };
        Command stop = new("stop", "Stops children, and waits until nothing is left of them.") { names, all, noPin };
        return stop.Does((cli, result) => (result.Distinct(names), result.GetValue(all)) switch
        {
            ([], false) => throw new UsageException("Which children? Name them, or say --all."),
            ({ Length: > 0 }, true) => throw new UsageException("Either names or --all."),
            ([], true) => AllAsync(cli, result.GetValue(noPin)),
            (var some, _) => new Deeds(cli, "stopping").DoAsync(
                some, name => cli.Host.AskAsync(HttpMethod.Post, Routes.Child(name, "stop") + Pin(result.GetValue(noPin)), null, cli.Cancel), Tell),
        });
    }

    /// <summary>What an answer to a stop means.</summary>
    public static Deeds.Told Tell(Answer answer) => Tell(answer.Read(ContractJson.Default.StopView));

    private static async Task<int> AllAsync(CliContext cli, bool noPin)
    {
        Task<Answer> stopping = cli.Host.AskAsync(HttpMethod.Post, Routes.StopAll + Pin(noPin), null, cli.Cancel);
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

    private static string Pin(bool noPin) => noPin ? "?pin=false" : "";
}
