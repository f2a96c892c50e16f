namespace Spinner.Processes.Linux;

/// <summary>Turns one spec into a running process, or into the news that it cannot be. Used by one thread.</summary>
internal sealed class Spawner(LauncherParts parts, ulong softFileLimit)
{
    private static readonly Guid _bootId = ReadBootId();

    /// <summary>The failure of a spawn that came too late.</summary>
    public static SpawnFailure Closing(LaunchSpec spec) => new($"{spec.File} is not started: the supervisor is shutting down.", 0);

    /// <summary>Spawns; null when the observer was told that it failed.</summary>
    public LinuxChildProcess? TrySpawn(LaunchSpec spec, IProcessObserver observer)
    {
        int stdin = Descriptors.OpenNull();
        int outReader = -1, outWriter = -1, errReader = -1, errWriter = -1;
        int error = stdin < 0 || !Descriptors.TryOpenPipe(out outReader, out outWriter) || !Descriptors.TryOpenPipe(out errReader, out errWriter)
            ? LibC.Errno
            : 0;
        int pid = 0;
        if (error == 0)
            error = PosixSpawn.Run(spec, stdin, outWriter, errWriter, out pid);
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
        OutputPipe[] outputs =
        [
            new(outReader, StreamKind.Stdout, observer, parts.Outputs),
            new(errReader, StreamKind.Stderr, observer, parts.Outputs),
        ];
        return new LinuxChildProcess(new ProcessIdentity(pid, start, _bootId), pidFd, spec.Marker, outputs, observer, parts);
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
