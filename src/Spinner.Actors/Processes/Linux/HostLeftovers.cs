using System.Diagnostics;

namespace Spinner.Processes.Linux;

/// <summary>What a killed host had left behind.</summary>
/// <param name="Groups">Its groups that were still there.</param>
/// <param name="Strays">The pids of processes that carried its marker outside of them.</param>
/// <param name="Survivors">The pids of those that SIGKILL has not ended yet.</param>
internal sealed record HostLeftovers(IReadOnlyList<RunFileEntry> Groups, IReadOnlyList<int> Strays, IReadOnlyList<int> Survivors)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// SIGKILL to the groups whose leaders are still the ones that were written down, and to whatever carries the host's marker, until nothing
    /// of it is left.
    /// </summary>
    /// <param name="content">The run file of a host that is dead, of this boot.</param>
    /// <param name="limit">How long the kernel is given; what is in the middle of reading from a broken disk takes its time.</param>
    public static HostLeftovers End(RunFileContent content, TimeSpan limit)
    {
        long began = Stopwatch.GetTimestamp();
        HashSet<(int, ulong)> strangers = [];
        Dictionary<int, RunFileEntry> groups = [];
        HashSet<int> strays = [];
        HashSet<int> proven = [];
        using ManualResetEventSlim never = new();
        for (int emptyPasses = 0; ;)
        {
            foreach (RunFileEntry entry in content.Entries)
            {
                if (!KillGroup(entry, out bool wasAlive))
                    continue;
                proven.Add(entry.Pid);
                if (wasAlive)
                    groups.TryAdd(entry.Pid, entry);
            }

            // Members that the kill reached are on their way out, and counted while they are.
            ProcessScan scan = ProcessScan.Take(0, strangers, content.Host.MarkerPrefix);
            List<ProcStat> alive = [];
            foreach (ProcStat process in scan.All.Where(p => p.IsAlive && proven.Contains(p.Group)))
            {
                alive.Add(process);
                groups.TryAdd(process.Group, content.Entries.First(e => e.Pid == process.Group));
            }

            foreach ((ProcStat process, _) in scan.Carriers().Where(c => !proven.Contains(c.Process.Group)))
            {
                alive.Add(process);
                strays.Add(process.Pid);
                ProvenSignal.Send(process, Signals.Kill, m => m.StartsWith(content.Host.MarkerPrefix, StringComparison.Ordinal));
            }

            // One that ended during a pass may have forked another, which the pass did not see.
            emptyPasses = alive.Count > 0 || !scan.IsReliable ? 0 : emptyPasses + 1;
            if (emptyPasses > 1 || Stopwatch.GetElapsedTime(began) > limit)
                return new HostLeftovers([.. groups.Values], [.. strays], [.. alive.Select(p => p.Pid)]);
            never.Wait(_pause);
        }
    }

    /// <summary>A sentence about it; null when there was nothing.</summary>
    public string? Tell(RunFileHost host)
    {
        if (Groups.Count == 0 && Strays.Count == 0)
            return null;
        IEnumerable<string> parts = Groups.Select(group => $"{group.Child} (pid {group.Pid})");
        if (Strays.Count > 0)
            parts = parts.Append($"processes that had left their groups ({Pids(Strays)})");
        string told = $"The Spinner that ran here before (pid {host.Identity.Pid}) was killed and left behind, which is ended now: {string.Join(", ", parts)}.";
        return Survivors.Count == 0 ? told : $"{told} SIGKILL has not ended {Pids(Survivors)} yet.";
    }

    private static string Pids(IReadOnlyList<int> pids) => $"pid {string.Join(", ", pids)}";

    /// <summary>True when the group was still the one that was written down; it is then told to end.</summary>
    private static bool KillGroup(RunFileEntry entry, out bool wasAlive)
    {
        wasAlive = false;
        // The pidfd first: what is read afterwards is then about the process that it holds, or about none.
        int pidFd = LibC.OpenPidFd(entry.Pid);
        if (pidFd < 0)
            return false;
        bool isSame = ProcStat.TryRead(entry.Pid, out ProcStat now) && now.StartTicks == entry.StartTicks && now.Group == entry.Pid
            && LibC.SignalPidFd(pidFd, 0) == 0;
        wasAlive = isSame && now.IsAlive;
        if (isSame)
            _ = LibC.kill(-entry.Pid, Signals.Kill);
        Descriptors.Close(ref pidFd);
        return isSame;
    }
}
