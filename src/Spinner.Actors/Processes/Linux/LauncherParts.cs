namespace Spinner.Processes.Linux;

/// <summary>What the processes of one launcher share.</summary>
/// <param name="Exits">The thread that waits for exits.</param>
/// <param name="Outputs">The thread that reads pipes.</param>
/// <param name="Sweeper">Finds what is left.</param>
/// <param name="Guardian">Kills what is left when we are killed.</param>
/// <param name="Runs">Remembers what runs, for whoever comes after us; null: nobody does.</param>
/// <param name="Time">The clock.</param>
/// <param name="Forget">Called when a process is gone, before its observer hears of it.</param>
internal sealed record LauncherParts(
    EpollLoop Exits,
    EpollLoop Outputs,
    Sweeper Sweeper,
    Guardian Guardian,
    RunFile? Runs,
    TimeProvider Time,
    Action<LinuxChildProcess> Forget);
