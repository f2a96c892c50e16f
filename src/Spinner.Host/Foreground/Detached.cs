using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Host.Daemon;

namespace Spinner.Host.Foreground;

/// <summary><c>spinner up --detach</c>: a daemon with the file, once its children are up or have failed.</summary>
internal static class Detached
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>Starts it and waits.</summary>
    /// <param name="file">The configuration file, absolute and without errors.</param>
    /// <param name="socket">Its socket.</param>
    /// <param name="stateFolder">Its state folder; null: the usual one.</param>
    /// <param name="names">The children to wait for.</param>
    /// <param name="cancel">Ends the wait; the daemon goes on.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string file, string socket, string? stateFolder, IReadOnlyList<string> names, CancellationToken cancel)
    {
        using DaemonClient client = new(socket);
        if (await Info(client, cancel).ConfigureAwait(false) is { } other)
        {
            await Console.Error.WriteLineAsync(
                $"A Spinner answers on {socket} already (pid {other.Pid}, {other.Mode}{(other.File is null ? "" : $" {other.File}")}).\n"
                + "To apply the file to it: spinner reload. To end it: spinner shutdown. To have another one: give it a --socket and a --state-folder of its own.").ConfigureAwait(false);
            return ExitCodes.Refused;
        }

        string output = Path.Combine(Path.GetTempPath(), $"spinner-{Guid.NewGuid():N}.out");
        try
        {
            using BackgroundProcess daemon = BackgroundProcess.Start(
                ["daemon", "--config", file, "--socket", socket, .. stateFolder is null ? [] : new[] { "--state-folder", Path.GetFullPath(stateFolder) }], output);
            InfoView? info;
            while ((info = await Info(client, cancel).ConfigureAwait(false)) is null)
            {
                if (daemon.End() is { } end)
                {
                    await Console.Error.WriteLineAsync($"The daemon did not start ({end}):\n{await File.ReadAllTextAsync(output, cancel).ConfigureAwait(false)}").ConfigureAwait(false);
                    return end.Code ?? ExitCodes.Failure;
                }

                await Task.Delay(_step, TimeProvider.System, cancel).ConfigureAwait(false);
            }

            await Console.Out.WriteLineAsync($"spinner runs in the background (pid {info.Pid}, socket {socket})").ConfigureAwait(false);
            return await Settled(client, names, cancel).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>Tells each child as it comes up or fails.</summary>
    private static async Task<int> Settled(DaemonClient client, IReadOnlyList<string> names, CancellationToken cancel)
    {
        HashSet<string> waiting = [.. names];
        long begun = TimeProvider.System.GetTimestamp();
        int code = ExitCodes.Success;
        while (waiting.Count > 0 && TimeProvider.System.GetElapsedTime(begun) < _patience)
        {
            ChildListView list = await client.GetAsync(Routes.Children, ContractJson.Default.ChildListView, cancel).ConfigureAwait(false);
            foreach (ChildView child in list.Children.Where(child => waiting.Contains(child.Name) && IsSettled(child)))
            {
                waiting.Remove(child.Name);
                bool isWell = child.LastError is null;
                await Console.Out.WriteLineAsync(isWell
                    ? $"{child.Name}: {child.State} {child.Endpoint?.Url}".TrimEnd()
                    : $"{child.Name}: {child.LastError!.Message}").ConfigureAwait(false);
                code = isWell ? code : ExitCodes.NotStarted;
            }

            await Task.Delay(_step, TimeProvider.System, cancel).ConfigureAwait(false);
        }

        foreach (string name in waiting)
            await Console.Out.WriteLineAsync($"{name}: is not up yet; spinner get {name} tells more").ConfigureAwait(false);
        return waiting.Count > 0 ? ExitCodes.NotStarted : code;
    }

    // A first start that fails is tried again, until the child is up or faulted.
    private static bool IsSettled(ChildView child) =>
        child.State is "started" or "faulted" || child is { State: "stopped", Run: > 0, LastError: null } or { IsPinned: true };

    private static async Task<InfoView?> Info(DaemonClient client, CancellationToken cancel)
    {
        try
        {
            return await client.GetAsync(Routes.Info, ContractJson.Default.InfoView, cancel).ConfigureAwait(false);
        }
        catch (NoHostException)
        {
            return null;
        }
    }
}
