using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner wait</c>.</summary>
internal static class WaitVerb
{
    public static Command Create()
    {
        Argument<string[]> names = Names.OneOrMore();
        Option<string> what = new("--for") { Description = "started, stopped or healthy.", HelpName = "state", Required = true };
        what.AcceptOnlyFromAmong("started", "stopped", "healthy");
        Option<TimeSpan> timeout = Times.Option("--timeout", "How long at most; 0: for ever.", TimeSpan.FromSeconds(30));
        Command wait = new("wait", "Waits until children are in a state.") { names, what, timeout };
        return wait.Does((cli, result) => RunAsync(cli, result.Distinct(names), result.GetValue(what)!, result.GetValue(timeout)));
    }

    private static async Task<int> RunAsync(CliContext cli, string[] names, string what, TimeSpan timeout)
    {
        using CancellationTokenSource limit = timeout > TimeSpan.Zero ? new(timeout, TimeProvider.System) : new();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cli.Cancel);
        Dictionary<string, ChildView> last = new(StringComparer.Ordinal);
        try
        {
            // The host sends the present of these children first, and what happens to them from then on: nothing falls between.
            await foreach (string fact in cli.Host.EventsAsync(Names.Query(Routes.Events, names), end.Token).ConfigureAwait(false))
            {
                _ = fact;
                if (await AreAsync(cli, names, what, last, end.Token).ConfigureAwait(false))
                    return Tell(cli, names, last);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return TellLate(cli, names, what, timeout, last);
        }

        throw new NoHostException(cli.Host.Socket, "it ended.");
    }

    private static async Task<bool> AreAsync(CliContext cli, string[] names, string what, Dictionary<string, ChildView> last, CancellationToken cancel)
    {
        foreach (string name in names)
        {
            last[name] = await cli.Host.GetAsync(Routes.Child(name), ContractJson.Default.ChildView, cancel).ConfigureAwait(false);
            if (!Is(last[name], what))
                return false;
        }

        return true;
    }

    private static bool Is(ChildView child, string what) => what == "healthy" ? child is { State: "started", Health: "healthy" } : child.State == what;

    private static int Tell(CliContext cli, string[] names, Dictionary<string, ChildView> last)
    {
        foreach (string name in names)
        {
            ChildView child = last[name];
            if (!cli.Json)
                cli.Out.Line(child.Endpoint?.Url is null ? $"{Plain.Text(name)} {child.State}" : $"{Plain.Text(name)} {child.State} {ChildText.Endpoint(child.Endpoint)}");
        }

        if (cli.Json)
            cli.Out.Line(System.Text.Json.JsonSerializer.Serialize(new ChildListView([.. names.Select(name => last[name])]), ContractJson.Default.ChildListView));
        return ExitCodes.Success;
    }

    private static int TellLate(CliContext cli, string[] names, string what, TimeSpan timeout, Dictionary<string, ChildView> last)
    {
        foreach (string name in names.Where(name => last.TryGetValue(name, out ChildView? child) ? !Is(child, what) : true))
        {
            string how = last.TryGetValue(name, out ChildView? child) ? $": it is {child.State}{Reason(child, what)}" : "";
            cli.Err.Line($"{Plain.Text(name)} was not {what} within {Human.Took(timeout.TotalSeconds)}{how}");
        }

        return ExitCodes.TimedOut;
    }

    private static string Reason(ChildView child, string what) => what == "healthy" && child is { State: "started", Health: "unknown" }
        ? ", and nothing has checked its health yet (it may have no liveness check)"
        : ChildText.Why(child) is { Length: > 0 } why ? $" ({why})" : "";
}
