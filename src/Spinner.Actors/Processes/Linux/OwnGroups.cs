using System.Buffers.Text;

namespace Spinner.Processes.Linux;

/// <summary>
/// The process groups of all launchers of this process, from their spawn until just before their leaders are reaped: while one is here, its number is
/// pinned by the leader, dead or alive, and can be nobody else's.
/// </summary>
internal static class OwnGroups
{
    private static readonly Lock _gate = new();
    private static readonly HashSet<int> _groups = [];

    public static void Add(int group)
    {
        lock (_gate)
            _groups.Add(group);
    }

    public static void Remove(int group)
    {
        lock (_gate)
            _groups.Remove(group);
    }

    public static bool Contains(int group)
    {
        lock (_gate)
            return _groups.Contains(group);
    }

    /// <summary>Sends a signal to the processes of these groups that have a handler for it; the others it could only end.</summary>
    /// <exception cref="IOException">The process table cannot be read.</exception>
    public static void SignalHandlers(int signal)
    {
        foreach (ProcStat process in ProcessScan.Take(null, [], "").All.Where(process => process.IsAlive && Contains(process.Group)))
        {
            // The pidfd first: what is read afterwards is then about the process that it holds, or about none.
            int pidFd = LibC.OpenPidFd(process.Pid);
            if (pidFd < 0)
                continue;
            bool isSame = ProcStat.TryRead(process.Pid, out ProcStat now) && now.StartTicks == process.StartTicks;
            if (isSame && HasHandler(process.Pid, signal))
                _ = LibC.SignalPidFd(pidFd, signal);
            Descriptors.Close(ref pidFd);
        }
    }

    private static bool HasHandler(int pid, int signal)
    {
        Span<byte> status = stackalloc byte[4096];
        int length = ProcFile.Read(pid, "status"u8, status);
        status = status[..Math.Max(0, length)];
        int at = status.IndexOf("\nSigCgt:\t"u8);
        return at >= 0
            && Utf8Parser.TryParse(status[(at + 9)..], out ulong caught, out _, 'x')
            && (caught & (1UL << (signal - 1))) != 0;
    }
}
