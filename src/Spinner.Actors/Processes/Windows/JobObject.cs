using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Spinner.Processes.Windows;

/// <summary>A job object whose processes end when its last handle is closed, also by the death of the supervisor. Untested.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class JobObject : IDisposable
{
    private const int BasicAccounting = 1;
    private const int ExtendedLimits = 9;
    private const uint KillOnJobClose = 0x2000;
    private const uint BreakEvent = 1;

    private readonly SafeFileHandle _handle;

    public JobObject()
    {
        _handle = CreateJobObject(0, 0);
        ExtendedLimitInformation limits = default;
        limits.Basic.LimitFlags = KillOnJobClose;
        if (_handle.IsInvalid || !SetInformationJobObject(_handle, ExtendedLimits, &limits, sizeof(ExtendedLimitInformation)))
            throw new Win32Exception();
    }

    /// <summary>How many processes of the job are alive.</summary>
    public int ActiveProcesses
    {
        get
        {
            AccountingInformation accounting = default;
            // A job that does not answer counts as empty: closing its handle ends what is left.
            return QueryInformationJobObject(_handle, BasicAccounting, &accounting, sizeof(AccountingInformation), 0)
                ? (int)accounting.ActiveProcesses
                : 0;
        }
    }

    /// <summary>Puts a process into the job; what it spawns from now on belongs to it too.</summary>
    public void Add(SafeProcessHandle process)
    {
        if (!AssignProcessToJobObject(_handle, process))
            throw new Win32Exception();
    }

    public void Terminate()
    {
        if (!TerminateJobObject(_handle, 1))
            throw new Win32Exception();
    }

    /// <summary>Sends CTRL_BREAK to a console group. It fails without a shared console; the stop deadline then ends the job.</summary>
    public static void SendBreak(int group) => _ = GenerateConsoleCtrlEvent(BreakEvent, (uint)group);

    public void Dispose() => _handle.Dispose();

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static partial SafeFileHandle CreateJobObject(nint security, nint name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(SafeFileHandle job, int kind, void* information, int length);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryInformationJobObject(SafeFileHandle job, int kind, void* information, int length, nint returned);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateJobObject(SafeFileHandle job, uint exitCode);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(uint controlEvent, uint group);

    [StructLayout(LayoutKind.Sequential)]
    private struct BasicLimitInformation
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimitInformation
    {
        public BasicLimitInformation Basic;
        public fixed ulong IoCounters[6];
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct AccountingInformation
    {
        public long TotalUserTime;
        public long TotalKernelTime;
        public long ThisPeriodTotalUserTime;
        public long ThisPeriodTotalKernelTime;
        public uint TotalPageFaultCount;
        public uint TotalProcesses;
        public uint ActiveProcesses;
        public uint TotalTerminatedProcesses;
    }
}
