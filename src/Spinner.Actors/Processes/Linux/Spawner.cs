namespace Spinner.Processes.Linux;

/// <summary>Turns one spec into a running process, or into the news that it cannot be. Used by one thread.</summary>
internal sealed class Spawner(LauncherParts parts, ulong softFileLimit)
{
    /// <summary>This boot of the kernel; empty where there is no telling.</summary>
    public static Guid BootId { get; } = ReadBootId();

    /// <summary>The failure of a spawn that came too late.</summary>
    public static SpawnFailure Closing(LaunchSpec spec) => new($"{spec.File} is not started: the supervisor is shutting down.", 0);

    /// <summary>Spawns; null when the observer was told that it failed.</summary>
    /// <param name="spec">What to spawn.</param>
    /// <param name="observer">Hears of a failure.</param>
    /// <param name="isSocketShared">Whether a living process was handed the spec's listening socket before.</param>
    public LinuxChildProcess? TrySpawn(LaunchSpec spec, IProcessObserver observer, bool isSocketShared)
    {
        int stdin = Descriptors.OpenNull();
        int outReader = -1, outWriter = -1, errReader = -1, errWriter = -1;
        int error = stdin < 0 || !Descriptors.TryOpenPipe(out outReader, out outWriter) || !Descriptors.TryOpenPipe(out errReader, out errWriter)
            ? LibC.Errno
            : 0;
        int pid = 0;
        if (error == 0)
            error = Run(spec, isSocketShared, stdin, outWriter, errWriter, out pid);
        Descriptors.Close(ref stdin);
        Descriptors.Close(ref outWriter);
        Descriptors.Close(ref errWriter);

        int pidFd = -1;
        if (error == 0)
            error = Adopt(pid, out pidFd);
        if (error != 0)
        {
            Descriptors.Close(ref outReader);
            Descriptors.Close(ref errReader);
            observer.SpawnFailed(SpawnErrors.Explain(error, spec));
            return null;
        }

        ulong start = ProcStat.TryRead(pid, out ProcStat stat) ? stat.StartTicks : 0;
        ProcessIdentity identity = new(pid, start, BootId);
        parts.Runs?.Add(identity, spec.ChildName);
        OutputPipe[] outputs =
        [
            new(outReader, StreamKind.Stdout, observer, parts.Outputs),
            new(errReader, StreamKind.Stderr, observer, parts.Outputs),
        ];
        return new LinuxChildProcess(identity, pidFd, spec.Marker, outputs, observer, parts);
    }

    private static int Run(LaunchSpec spec, bool isSocketShared, int stdin, int stdout, int stderr, out int pid)
    {
        if (spec.ListenSocket is not { } listener)
            return PosixSpawn.Run(spec, stdin, stdout, stderr, out pid);
        pid = 0;
        int socket = -1;
        int error = SpawnErrors.Foresee(spec);
        if (error == 0)
            error = SocketHandOff.Prepare(listener, isSocketShared, out socket);
        if (error == 0)
            error = PosixSpawn.Run(SocketHandOff.Wrap(spec), stdin, stdout, stderr, out pid, socket);
        Descriptors.Close(ref socket);
        return error;
    }

    /// <summary>Everything that has to happen to a process right after its spawn.</summary>
    private int Adopt(int pid, out int pidFd)
    {
        // First: the program is being loaded meanwhile, and may ask for its limit when it runs.
        FileLimit.Set(pid, softFileLimit);
        parts.Guardian.Guard(pid);
        pidFd = LibC.OpenPidFd(pid);
        if (pidFd >= 0 || LibC.Errno == LibC.ESRCH)
            return 0;

        // No descriptor is left for it: a process that cannot be watched must not run.
        int error = LibC.Errno;
        _ = LibC.kill(-pid, Signals.Kill);
        parts.Guardian.Forget(pid);
        ExitReader.WaitAndReap(pid);
        return error;
    }

    private static Guid ReadBootId()
    {
        const string Source = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Source) && Guid.TryParse(File.ReadAllText(Source), out Guid id) ? id : Guid.Empty;
    }
}
