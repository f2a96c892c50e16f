using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Spinner.Processes.Portable;
using Spinner.Protocol;

namespace Spinner.Processes.Windows;

/// <summary>Reaches a process and all its descendants by a job object, and asks its console group to end by CTRL_BREAK. Untested.</summary>
[SupportedOSPlatform("windows")]
internal sealed class JobReach : ProcessReach
{
    private readonly JobObject _job = new();

    public override void Prepare(ProcessStartInfo start)
    {
        start.CreateNewProcessGroup = true;
        // A window-less console of its own would be out of CTRL_BREAK's reach.
        start.CreateNoWindow = false;
    }

    public override void Started(Process process)
    {
        try
        {
            _job.Add(process.SafeHandle);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception)
        {
            if (process.HasExited)
                return;
            // Outside a job nothing of it could be promised. Its exit is told like any other.
            process.Kill(entireProcessTree: true);
        }
    }

    public override void Signal(Process process, StopSignal signal)
    {
        if (signal == StopSignal.Kill)
            Kill(process);
        else
            JobObject.SendBreak(process.Id);
    }

    public override void Kill(Process process) => _job.Terminate();

    public override bool HasLeftovers => _job.ActiveProcesses > 0;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _job.Dispose();
        base.Dispose(disposing);
    }
}
