using System.Runtime.Versioning;
using Spinner.Processes.Portable;

namespace Spinner.Processes.Windows;

/// <summary>
/// Starts children on Windows: each in a job object that dies with the supervisor, and in a console process group of its own, which
/// CTRL_BREAK asks to end. UNTESTED: it compiles, and has never run.
/// </summary>
/// <remarks>
/// A child joins its job right after the start, so what it spawns in its first moment can stay outside. CTRL_BREAK needs a
/// console that supervisor and child share; a supervisor without one (a service) has only the kill at the deadline.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed class WindowsLauncher(TimeProvider time) : IProcessLauncher
{
    private readonly PortableLauncher _launcher =
        new(time, () => new JobReach(), LauncherCapabilities.ProcessGroup | LauncherCapabilities.NoOrphans);

    public LauncherCapabilities Capabilities => _launcher.Capabilities;

    public void Launch(LaunchSpec spec, IProcessObserver observer) => _launcher.Launch(spec, observer);

    /// <summary>Nothing: the job object had everybody.</summary>
    public void Sweep(string marker) => _launcher.Sweep(marker);

    public void Dispose() => _launcher.Dispose();
}
