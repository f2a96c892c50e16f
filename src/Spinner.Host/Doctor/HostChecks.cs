using System.Globalization;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Processes.Linux;

namespace Spinner.Host.Doctor;

/// <summary>Who answers on the socket, and what earlier hosts left behind.</summary>
internal static class HostChecks
{
    public static async Task<IReadOnlyList<Finding>> OfSocketAsync(string socket, CancellationToken cancel)
    {
        const string area = "host";
        using DaemonClient client = new(socket);
        try
        {
            InfoView info = await client.GetAsync(Routes.Info, ContractJson.Default.InfoView, cancel).ConfigureAwait(false);
            string of = info.File is null ? "" : $" of {info.File}";
            Finding answers = new(area, Finding.Ok, $"Spinner {info.Version} ({info.Mode}{of}, pid {info.Pid}) answers on {socket}.");
            return info.Remote is null ? [answers] : [answers, new(area, Finding.Ok, $"Other nodes ask it at {info.Remote}{(info.Remote.StartsWith("akka.ssl.", StringComparison.Ordinal) ? "" : ", without TLS")}.")];
        }
        catch (NoHostException) when (!File.Exists(socket))
        {
            return [new(area, Finding.Note, $"No host runs: there is no {socket}.") { Advice = "spinner up, or spinner daemon, starts one." }];
        }
        // It is there, and what to do about it is another thing than about a socket that nobody holds.
        catch (NoHostException hangs) when (hangs.Advice is { } advice)
        {
            return [new(area, Finding.Problem, hangs.Message) { Advice = advice }];
        }
        catch (NoHostException dead)
        {
            return [new(area, Finding.Note, dead.Message) { Advice = "The next host takes a stale socket over by itself." }];
        }
        catch (ApiException strange)
        {
            return [new(area, Finding.Problem, $"What answers on {socket} is not as it should be: {strange.Message}")];
        }
    }

    /// <summary>
    /// Processes that carry the marker of a host none of whose processes has a living parent beside init: their host is dead, and its guardian too.
    /// </summary>
    public static IEnumerable<Finding> Leftovers()
    {
        const string area = "leftovers";
        if (!OperatingSystem.IsLinux())
            yield break;
        (ProcStat Process, string Host)[] carriers =
            [.. ProcessScan.Take(0, [], "").Carriers().Select(found => (found.Process, Host: found.Marker.Split(':')[0]))];
        HashSet<int> pids = [.. carriers.Select(found => found.Process.Pid)];
        IGrouping<string, (ProcStat Process, string Host)>[] dead = [.. carriers
            .GroupBy(found => found.Host, StringComparer.Ordinal)
            .Where(host => host.All(found => found.Process.Parent <= 1 || pids.Contains(found.Process.Parent)))];
        foreach (IGrouping<string, (ProcStat Process, string Host)> host in dead)
        {
            string list = string.Join(", ", host.Select(found => found.Process.Pid.ToString(CultureInfo.InvariantCulture)));
            yield return new(area, Finding.Warning, $"A host that no longer lives has left processes: {list}.")
            {
                Advice = "A daemon with the same state folder ends them when it starts; or end them by kill.",
            };
        }

        if (dead.Length == 0)
            yield return new(area, Finding.Ok, "No earlier host has left processes behind.");
    }
}
