using System.Runtime.CompilerServices;
using Spinner.Protocol;

namespace Spinner.Processes.Linux;

/// <summary>How a process ended, asked in every way there is; and its reaping. Only ever for one process: all others belong to somebody else.</summary>
internal static unsafe class ExitReader
{
    private const int ByPidFd = 3;
    private const int NoHang = 1;
    private const int Exited = 4;
    private const int NoReap = 0x01000000;

    private const int CodeExited = 1;
    private const int CodeKilled = 2;
    private const int CodeDumped = 3;

    // Offsets in siginfo_t on 64-bit systems.
    private const int InfoSize = 128;
    private const int CodeOffset = 8;
    private const int PidOffset = 16;
    private const int StatusOffset = 24;

    private const nuint GetInfo = 0xC040FF0B;
    private const ulong ExitInfo = 8;

    /// <summary>The status of an ended process, which stays unreaped. Null: it has not ended.</summary>
    /// <param name="pidFd">Its pidfd.</param>
    /// <param name="identity">Who it was, for the ways that go by number.</param>
    /// <param name="reapedElsewhere">True when it is not there to be reaped any more.</param>
    public static ExitStatus? TryRead(int pidFd, ProcessIdentity identity, out bool reapedElsewhere)
    {
        reapedElsewhere = false;
        byte* info = stackalloc byte[InfoSize];
        Unsafe.InitBlock(info, 0, InfoSize);
        if (LibC.waitid(ByPidFd, pidFd, info, Exited | NoReap | NoHang) == 0)
        {
            if (Unsafe.ReadUnaligned<int>(info + PidOffset) == 0)
                return null;
            int status = Unsafe.ReadUnaligned<int>(info + StatusOffset);
            return Unsafe.ReadUnaligned<int>(info + CodeOffset) switch
            {
                CodeExited => ExitStatus.Exited(status & 0xFF),
                CodeKilled or CodeDumped => ExitStatus.Signalled(Signals.NameOf(status)),
                _ => ExitStatus.Unknown,
            };
        }

        // As pid 1 the runtime reaps every child, ours too. The kernel may still tell what it was.
        reapedElsewhere = true;
        if (ProcStat.TryRead(identity.Pid, out ProcStat stat) && stat.StartTicks == identity.StartTicks)
            return stat.State == 'Z' ? FromWaitStatus(stat.WaitStatus) : ExitStatus.Unknown;
        return FromPidFd(pidFd);
    }

    /// <summary>Reaps an ended process.</summary>
    public static void Reap(int pidFd)
    {
        byte* info = stackalloc byte[InfoSize];
        _ = LibC.waitid(ByPidFd, pidFd, info, Exited | NoHang);
    }

    /// <summary>Reaps a child by its pid, if it has ended; for orphans that nobody has a pidfd of.</summary>
    public static void ReapIfEnded(int pid)
    {
        const int ByPid = 1;
        byte* info = stackalloc byte[InfoSize];
        _ = LibC.waitid(ByPid, pid, info, Exited | NoHang);
    }

    /// <summary>Waits for a killed process and reaps it.</summary>
    public static void WaitAndReap(int pid)
    {
        const int ByPid = 1;
        byte* info = stackalloc byte[InfoSize];
        _ = LibC.waitid(ByPid, pid, info, Exited);
    }

    /// <summary>True when the kernel lets one wait on pidfds: for ourselves it then says that we are no child of ours.</summary>
    public static bool IsSupported(int ownPidFd)
    {
        byte* info = stackalloc byte[InfoSize];
        return LibC.waitid(ByPidFd, ownPidFd, info, Exited | NoHang) == -1 && LibC.Errno == LibC.ECHILD;
    }

    // Linux 6.15 and later keep the status for holders of a pidfd once the process is reaped.
    private static ExitStatus FromPidFd(int pidFd)
    {
        const int StatusAt = 60;
        byte* info = stackalloc byte[64];
        Unsafe.InitBlock(info, 0, 64);
        *(ulong*)info = ExitInfo;
        bool told = LibC.ioctl(pidFd, GetInfo, info) == 0 && (*(ulong*)info & ExitInfo) != 0;
        return told ? FromWaitStatus(*(int*)(info + StatusAt)) : ExitStatus.Unknown;
    }

    private static ExitStatus FromWaitStatus(int status)
    {
        int signal = status & 0x7F;
        return signal == 0 ? ExitStatus.Exited((status >> 8) & 0xFF) : ExitStatus.Signalled(Signals.NameOf(signal));
    }
}
