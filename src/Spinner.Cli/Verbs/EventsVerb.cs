using System.CommandLine;
using System.Text.Json;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner events</c>.</summary>
internal static class EventsVerb
{
    /// <summary>The event after the present has been told.</summary>
    public const string ReplayEnded = "replayEnded";

    public static Command Create()
    {
        Argument<string[]> names = Names.Any("The children; none: all, and those to come. With -f one may be still to come.");
        Option<bool> follow = new("--follow", "-f") { Arity = ArgumentArity.Zero, Description = "Goes on with what happens from now on." };
        Command events = new("events", "Shows how the children are, and with -f what happens to them.") { names, follow };
        return events.Does((cli, result) => RunAsync(cli, result.Distinct(names), result.GetValue(follow)));
    }

    private static async Task<int> RunAsync(CliContext cli, string[] names, bool follow)
    {
        if (follow)
            CliContext.EndWithReader();
        HashSet<string> missing = [.. names];
        bool isPresentTold = false;
        await foreach (string json in cli.Host.EventsAsync(Names.Query(Routes.Events, names), cli.Cancel).ConfigureAwait(false))
        {
            if (JsonSerializer.Deserialize(json, ContractJson.Default.EventView) is not { } fact)
                continue;
            missing.Remove(fact.Name);
            isPresentTold |= fact.Type == ReplayEnded;
            if (fact.Type == ReplayEnded && !follow)
                break;
            if (cli.Json)
                cli.Out.Line(json);
            else if (fact.Type != ReplayEnded)
                cli.Out.Line(EventText.Of(cli.Out, fact));
            // A replay is shown in one piece, what comes after it at once.
            if (follow && (!fact.Replay || fact.Type == ReplayEnded))
                cli.Out.Flush();
        }

        if (!isPresentTold)
            throw new NoHostException(cli.Host.Socket, "it does not answer as Spinner does.");
        List<int> codes = [ExitCodes.Success];
        foreach (string name in missing.Order(StringComparer.Ordinal).Where(_ => !follow))
            codes.Add(await TellUnknownAsync(cli, name).ConfigureAwait(false));
        return Problems.Worst([.. codes]);
    }

    // With -f one waits for a child that is still to come; without, there is nothing to wait for.
    private static async Task<int> TellUnknownAsync(CliContext cli, string name)
    {
        try
        {
            await cli.Host.AskAsync(HttpMethod.Get, Routes.Child(name), null, cli.Cancel).ConfigureAwait(false);
            return ExitCodes.Success;
        }
        catch (ApiException unknown)
        {
            cli.Out.Flush();
            return Problems.Tell(cli, unknown);
        }
    }
}
