namespace Spinner.Processes;

/// <summary>Spawns child processes, each leading a process group of its own. Disposing it kills everything it still has.</summary>
internal interface IProcessLauncher : IDisposable
{
    /// <summary>What this launcher can promise.</summary>
    LauncherCapabilities Capabilities { get; }

    /// <summary>
    /// Queues a spawn and returns at once. The observer is told <see cref="IProcessObserver.Spawned"/> or
    /// <see cref="IProcessObserver.SpawnFailed"/>, before anything else about that process. A spec with a listening socket fails without
    /// <see cref="LauncherCapabilities.SocketHandOff"/>.
    /// </summary>
    void Launch(LaunchSpec spec, IProcessObserver observer);

    /// <summary>
    /// SIGKILL to whatever carries exactly this marker, on a launcher thread, until nothing does; nobody is told. For the strays of a run that
    /// has been settled without them. Without <see cref="LauncherCapabilities.MarkerSweep"/> there is nothing to find, and nothing is done.
    /// </summary>
    void Sweep(string marker);
}

/// <summary>What a launcher can promise; scenarios that need more are not for it.</summary>
[Flags]
internal enum LauncherCapabilities
{
    /// <summary>Start, stop and observe a single process.</summary>
    None = 0,

    /// <summary>Each child leads a process group, and signals reach all of it.</summary>
    ProcessGroup = 1,

    /// <summary>Nothing survives the death of the supervisor.</summary>
    NoOrphans = 2,

    /// <summary>No file descriptor but stdin, stdout and stderr reaches the child.</summary>
    CleanDescriptors = 4,

    /// <summary>Signals the supervisor ignores have their default action in the child.</summary>
    DefaultSignals = 8,

    /// <summary>Processes that left the group are found by the run's marker.</summary>
    MarkerSweep = 16,

    /// <summary>A listening socket can be handed to the child (<see cref="LaunchSpec.ListenSocket"/>).</summary>
    SocketHandOff = 32,
}
