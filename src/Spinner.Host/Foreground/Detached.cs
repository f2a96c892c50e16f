using System.Text;
using System.Text.Json;
using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Verbs;
using Spinner.Host.Daemon;

namespace Spinner.Host.Foreground;

/// <summary><c>spinner up --detach</c>: a daemon with the file, once its children are up or have failed.</summary>
/// <param name="file">The configuration file, absolute and without errors.</param>
/// <param name="socket">Its socket.</param>
/// <param name="stateFolder">Its state folder; null: the usual one.</param>
/// <param name="json">Tell it as the API does.</param>
internal sealed class Detached(string file, string socket, string? stateFolder, bool json)
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>Starts it and waits.</summary>
    /// <param name="names">The children to wait for.</param>
    /// <param name="cancel">Ends the wait; the daemon goes on.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> names, CancellationToken cancel)
    {
        using DaemonClient client = new(socket);
        if (await InfoAsync(client, cancel).ConfigureAwait(false) is { } other)
        {
            InfoView its = other.Read(ContractJson.Default.InfoView);
            await Refusal.TellAsync(
                json, OwnProblems.Refused,
                $"A Spinner answers on {socket} already (pid {its.Pid}, {its.Mode}{(its.File is null ? "" : $" {its.File}")}).",
                "To apply the file to it: spinner reload. To end it: spinner shutdown. To have another one: give it a --socket and a --state-folder of its own.").ConfigureAwait(false);
            return ExitCodes.Refused;
        }

        string output = Path.Combine(Path.GetTempPath(), $"spinner-{Guid.NewGuid():N}.out");
        try
        {
            using BackgroundProcess daemon = BackgroundProcess.Start(
                ["daemon", "--config", file, "--socket", socket, .. stateFolder is null ? [] : new[] { "--state-folder", Path.GetFullPath(stateFolder) }], output);
            Answer? info;
            while ((info = await InfoAsync(client, cancel).ConfigureAwait(false)) is null)
            {
                if (daemon.End() is { } end)
                {
                    string said = (await File.ReadAllTextAsync(output, cancel).ConfigureAwait(false)).TrimEnd();
                    await Refusal.TellAsync(json, end.Code == ExitCodes.Refused ? OwnProblems.Refused : ProblemCodes.InvalidFile, $"The daemon did not start ({end}):", said).ConfigureAwait(false);
                    return end.Code ?? ExitCodes.Failure;
                }

                // Nobody is there yet to tell that it is there.
                await Task.Delay(_step, TimeProvider.System, cancel).ConfigureAwait(false);
            }

            await TellAsync(info, () => $"spinner runs in the background (pid {info.Read(ContractJson.Default.InfoView).Pid}, socket {socket})").ConfigureAwait(false);
            return await SettledAsync(client, names, cancel).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>Tells each child as it comes up or fails.</summary>
    private async Task<int> SettledAsync(DaemonClient client, IReadOnlyList<string> names, CancellationToken cancel)
    {
        HashSet<string> waiting = [.. names];
        int code = ExitCodes.Success;
        using CancellationTokenSource limit = new(_patience, TimeProvider.System);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            // The present of each, and then whatever happens to it: after each event it is looked at anew.
            await using IAsyncEnumerator<string> events = client.EventsAsync(Names.Query(Routes.Events, names), end.Token).GetAsyncEnumerator(end.Token);
            while (waiting.Count > 0 && await events.MoveNextAsync().ConfigureAwait(false))
            {
                if (JsonSerializer.Deserialize(events.Current, ContractJson.Default.EventView) is not { } fact || !waiting.Contains(fact.Name))
                    continue;
                Answer answer = await client.AskAsync(HttpMethod.Get, Routes.Child(fact.Name), null, end.Token).ConfigureAwait(false);
                ChildView child = answer.Read(ContractJson.Default.ChildView);
                if (!IsSettled(child))
                    continue;
                waiting.Remove(child.Name);
                code = child.LastError is null ? code : ExitCodes.NotStarted;
                await TellAsync(answer, () => $"{child.Name}: {child.LastError?.Message ?? $"{child.State} {child.Endpoint?.Url}".TrimEnd()}").ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Told below, of each that is not up.
        }

        foreach (string name in waiting)
        {
            string late = $"{name}: is not up yet; spinner get {name} tells more";
            if (json)
                await Console.Error.WriteLineAsync(OwnProblems.Json(OwnProblems.Of(OwnProblems.WaitTimedOut, late) with { Child = name })).ConfigureAwait(false);
            else
                await Console.Out.WriteLineAsync(late).ConfigureAwait(false);
        }

        return waiting.Count > 0 ? ExitCodes.NotStarted : code;
    }

    // A first start that fails is tried again, until the child is up or faulted.
    private static bool IsSettled(ChildView child) =>
        child.State is "started" or "faulted" || child is { State: "stopped", Run: > 0, LastError: null } or { IsPinned: true };

    private Task TellAsync(Answer answer, Func<string> words) =>
        Console.Out.WriteLineAsync(json ? Encoding.UTF8.GetString(answer.Body.Span).TrimEnd('\n') : words());

    private static async Task<Answer?> InfoAsync(DaemonClient client, CancellationToken cancel)
    {
        try
        {
            return await client.AskAsync(HttpMethod.Get, Routes.Info, null, cancel).ConfigureAwait(false);
        }
        catch (NoHostException)
        {
            return null;
        }
    }
}
