namespace Spinner.Processes.Linux;

/// <summary>A signal to a process that is no child of ours, and so may be replaced by a stranger of the same number at any moment.</summary>
internal static class ProvenSignal
{
    /// <summary>Sends the signal if the process is still the one that was seen, and its marker is right.</summary>
    public static void Send(ProcStat process, int signal, Predicate<string> isOurs)
    {
        // The pidfd first: what is read afterwards is then about the process that it holds, or about none.
        int pidFd = LibC.OpenPidFd(process.Pid);
        if (pidFd < 0)
            return;
        bool same = ProcStat.TryRead(process.Pid, out ProcStat now) && now.StartTicks == process.StartTicks;
        if (same && ProcessScan.MarkerOf(process.Pid) is { } marker && isOurs(marker))
            _ = LibC.SignalPidFd(pidFd, signal);
        Descriptors.Close(ref pidFd);
    }
}
