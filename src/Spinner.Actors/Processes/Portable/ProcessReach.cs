using System.Diagnostics;
using Spinner.Protocol;

namespace Spinner.Processes.Portable;

/// <summary>What differs between systems in reaching one process: signals, kills, and who belongs to it. One per process.</summary>
internal class ProcessReach : IDisposable
{
    /// <summary>Adds what the system needs to a start.</summary>
    public virtual void Prepare(ProcessStartInfo start)
    {
    }

    /// <summary>The process has just been started.</summary>
    public virtual void Started(Process process)
    {
    }

    /// <summary>
    /// Asks the process to end: only itself, not its descendants, because it has no group of its own. Where there are no signals
    /// it is killed.
    /// </summary>
    public virtual void Signal(Process process, StopSignal signal)
    {
        if (OperatingSystem.IsWindows())
            Kill(process);
        else
            UnixSignals.Send(process.Id, signal);
    }

    /// <summary>Kills the process and what descends from it, as far as the system still knows the descent.</summary>
    public virtual void Kill(Process process) => process.Kill(entireProcessTree: true);

    /// <summary>Whether anybody is left once the leader has exited; always no where nobody can tell.</summary>
    public virtual bool HasLeftovers => false;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
