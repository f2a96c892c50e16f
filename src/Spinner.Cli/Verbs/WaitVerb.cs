using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner wait</c>.</summary>
internal static class WaitVerb
{
    private static readonly TimeSpan _usualLimit = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        Argument<string[]> names = Names.OneOrMore();
        Option<string> what = new("--for") { Description = "started, stopped or healthy.", HelpName = "state", Required = true };
        what.AcceptOnlyFromAmong("started", "stopped", "healthy");
        Option<TimeSpan?> timeout = Times.Option("--timeout", "How long at most; 0: for ever. Default: 30s.");
        Command wait = new("wait", "Waits until children are in a state.") { names, what, timeout };
        return wait.Does((cli, result) => RunAsync(cli, result.Distinct(names), result.GetValue(what)!, result.GetValue(timeout) ?? _usualLimit));
    }

    /// <summary>A child as it was last seen, and the answer that said so.</summary>
    private readonly record struct Seen(Answer Answer, ChildView Child);

    private static async Task<int> RunAsync(CliContext cli, string[] names, string what, TimeSpan timeout)
    {
        using CancellationTokenSource limit = timeout > TimeSpan.Zero ? new(timeout, TimeProvider.System) : new();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cli.Cancel);
        Dictionary<string, Seen> last = new(StringComparer.Ordinal);
        try
        {
            // The host sends the present of these children first, and what happens to them from then on: nothing falls between.
            await foreach (string fact in cli.Host.EventsAsync(Names.Query(Routes.Events, names), end.Token).ConfigureAwait(false))
            {
                _ = fact;
                if (await AreAsync(cli, names, what, last, end.Token).ConfigureAwait(false))
                    return Tell(cli, [.. names.Select(name => last[name])]);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return TellLate(cli, names, what, timeout, last);
        }

        throw new NoHostException(cli.Host.Socket, "it ended.");
    }

    private static async Task<bool> AreAsync(CliContext cli, string[] names, string what, Dictionary<string, Seen> last, CancellationToken cancel)
    {
        foreach (string name in names)
        {
            Answer answer = await cli.Host.AskAsync(HttpMethod.Get, Routes.Child(name), null, cancel).ConfigureAwait(false);
            last[name] = new Seen(answer, answer.Read(ContractJson.Default.ChildView));
            if (!Is(last[name].Child, what))
                return false;
        }

        return true;
    }

    private static bool Is(ChildView child, string what) => what == "healthy" ? child is { State: "started", Health: "healthy" } : child.State == what;

    private static int Tell(CliContext cli, Seen[] all)
    {
        if (cli.Json)
        {
            cli.Pass([.. all.Select(one => one.Answer)], all.Length > 1);
            return ExitCodes.Success;
        }

        foreach (ChildView child in all.Select(one => one.Child))
        {
            string name = Plain.Text(child.Name);
            cli.Out.Line(child.Endpoint?.Url is null ? $"{name} {child.State}" : $"{name} {child.State} {ChildText.Endpoint(child.Endpoint)}");
        }

        return ExitCodes.Success;
    }

    private static int TellLate(CliContext cli, string[] names, string what, TimeSpan timeout, Dictionary<string, Seen> last)
    {
        foreach (string name in names)
        {
            ChildView? child = last.TryGetValue(name, out Seen seen) ? seen.Child : null;
            if (child is not null && Is(child, what))
                continue;
            string how = child is null ? "" : $": it is {child.State}{Reason(child, what)}";
            string late = $"'{name}' was not {what} within {Human.Took(timeout.TotalSeconds)}{how}.";
            cli.Err.Line(Problems.InJsonOrWords(cli, OwnProblems.Of(OwnProblems.WaitTimedOut, late) with { Child = name }));
            if (!cli.Json)
                cli.Err.Line($"What is known of it: spinner get {Plain.Quoted(name)}");
        }

        return ExitCodes.TimedOut;
    }

    private static string Reason(ChildView child, string what) => what == "healthy" && child is { State: "started", Health: "unknown" }
        ? ", and nothing has checked its health yet (it may have no liveness check)"
        : ChildText.Why(child) is { Length: > 0 } why ? $" ({why})" : "";
}
