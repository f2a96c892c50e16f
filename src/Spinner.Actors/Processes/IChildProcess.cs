using Spinner.Protocol;

namespace Spinner.Processes;

/// <summary>How far a kill or a settlement reaches.</summary>
internal enum RunScope
{
    /// <summary>The process group.</summary>
    Group,

    /// <summary>The process group, then whatever else carries the run's marker.</summary>
    Run,
}

/// <summary>A spawned process, leader of its group. All members may be called from any thread and never block.</summary>
internal interface IChildProcess
{
    /// <summary>Who it is, proof against a reused pid.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>Sends the signal to the whole group. False: nobody is there any more. Never sent once the leader is reaped.</summary>
    bool Signal(StopSignal signal);

    /// <summary>SIGKILL to everything within the scope, again and again until it is gone (the marker scan runs on a launcher thread).</summary>
    void Kill(RunScope scope);

    /// <summary>
    /// Asks for <see cref="IProcessObserver.Gone"/> as soon as the leader has exited and nothing within the scope is left alive. Until then
    /// the leader stays unreaped and pins the group id. Processes outside the group that carry the marker are sent SIGTERM once the
    /// group is empty. A second call may widen the scope.
    /// </summary>
    void Settle(RunScope scope);

    /// <summary>Reads a stream again that was held; see <see cref="IProcessObserver.Output"/>. One that was not held is left as it is.</summary>
    void ResumeOutput(StreamKind stream);

    /// <summary>The processes of the run that are alive now: group and marker. Reads the process table; for the rare error only.</summary>
    IReadOnlyList<int> Survivors();
}

/// <summary>A process, proof against pid reuse: the pid, its start time, and the boot both belong to.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTicks">Its start, in clock ticks since boot (field 22 of /proc/pid/stat); 0 where there is no such thing.</param>
/// <param name="BootId">The kernel's boot id; empty where there is none.</param>
internal sealed record ProcessIdentity(int Pid, ulong StartTicks, Guid BootId);
