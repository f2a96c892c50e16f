using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Spinner.Processes.Linux;

/// <summary>
/// posix_spawn, pidfds and epoll. However many children: one thread that spawns (a spawn waits for the exec, which may be slow), one that waits
/// for exits, one that reads all output, and one that looks for leftovers.
/// </summary>
internal sealed class LinuxProcessLauncher : IProcessLauncher
{
    private const int ExitBuffer = 64 * 1024;
    private const int OutputBuffer = 128 * 1024;
    private static readonly TimeSpan _disposeLimit = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<(LaunchSpec Spec, IProcessObserver Observer)> _queue = [];
    private readonly ConcurrentDictionary<LinuxChildProcess, SafeHandle?> _living = new();
    private readonly HostPrefixUse _prefix;
    private readonly RunFile? _runs;
    private readonly EpollLoop _exits;
    private readonly EpollLoop _outputs;
    private readonly Guardian _guardian;
    private readonly Sweeper _sweeper;
    private readonly Spawner _spawner;
    private readonly Thread _spawnThread;
    private readonly ManualResetEventSlim _someGone = new();
    private int _disposed;

    /// <param name="time">The clock, for the grace of streams that a stranger holds.</param>
    /// <param name="hostPrefix">What the markers of all specs begin with; null: a new one.</param>
    /// <param name="softFileLimit">RLIMIT_NOFILE of children; null: the one this process was started with.</param>
    /// <param name="warn">Told, in a sentence, what is wrong with the guardian or the run file, and what was left behind.</param>
    /// <param name="runFile">Where to remember what runs, and to find what a killed host has left, which is ended; null: nowhere.</param>
    /// <exception cref="RunFileException">Another host has the run file.</exception>
    public LinuxProcessLauncher(
        TimeProvider time, string? hostPrefix = null, ulong? softFileLimit = null, Action<string>? warn = null, string? runFile = null)
    {
        Signals.StopIgnoringChildren();
        hostPrefix ??= RunMarker.NewHostPrefix();
        _runs = runFile is null ? null : RunFile.Open(runFile, hostPrefix, warn ?? (_ => { }));
        _prefix = new HostPrefixUse(hostPrefix);
        _exits = new EpollLoop("spinner-exits", ExitBuffer);
        _outputs = new EpollLoop("spinner-output", OutputBuffer);
        _guardian = new Guardian(_exits, _prefix.Value, time, warn ?? (_ => { }));
        _sweeper = new Sweeper(_prefix.Value);
        LauncherParts parts = new(_exits, _outputs, _sweeper, _guardian, _runs, time, Forget);
        _spawner = new Spawner(parts, softFileLimit ?? FileLimit.AtStart());
        _spawnThread = new Thread(SpawnAll) { IsBackground = true, Name = "spinner-spawn" };
        _spawnThread.Start();
    }

    /// <inheritdoc/>
    public LauncherCapabilities Capabilities =>
        LauncherCapabilities.ProcessGroup | LauncherCapabilities.CleanDescriptors | LauncherCapabilities.DefaultSignals
        | LauncherCapabilities.MarkerSweep
        | (SocketHandOff.IsPossible ? LauncherCapabilities.SocketHandOff : LauncherCapabilities.None)
        | (_guardian.Pid != 0 ? LauncherCapabilities.NoOrphans : LauncherCapabilities.None);

    /// <summary>The guardian's pid; 0 when there is none.</summary>
    public int GuardianPid => _guardian.Pid;

    /// <summary>Sets the guardian to work, as our death would; for tests.</summary>
    public void AbandonGuardian() => _guardian.Abandon();

    /// <summary>Why this layer cannot work here; null when it can.</summary>
    public static string? WhyUnsupported()
    {
        if (!OperatingSystem.IsLinux())
            return "This is not Linux.";
        if (RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
            return $"The process layer is not made for {RuntimeInformation.ProcessArchitecture}.";
        if (!NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addchdir_np", out _))
            return "This C library is too old: it cannot spawn into another folder (glibc 2.29 can).";
        int self = LibC.OpenPidFd(Environment.ProcessId);
        bool works = self >= 0 && ExitReader.IsSupported(self);
        Descriptors.Close(ref self);
        return works ? null : "This kernel is too old, or a sandbox forbids it: pidfds cannot be waited for (Linux 5.4 can).";
    }

    /// <inheritdoc/>
    public void Launch(LaunchSpec spec, IProcessObserver observer)
    {
        try
        {
            _queue.Add((spec, observer));
        }
        catch (InvalidOperationException) // The only way to learn that a concurrent Dispose was first.
        {
            observer.SpawnFailed(Spawner.Closing(spec));
        }
    }

    /// <inheritdoc/>
    public void Sweep(string marker) => _sweeper.Request(new Strays(marker));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _queue.CompleteAdding();
        _spawnThread.Join();
        List<LinuxChildProcess> all = [.. _living.Keys];
        foreach (LinuxChildProcess process in all)
        {
            process.Kill(RunScope.Run);
            process.Settle(RunScope.Run);
        }

        long end = Environment.TickCount64 + (long)_disposeLimit.TotalMilliseconds;
        while (!_living.IsEmpty && Environment.TickCount64 < end)
        {
            _someGone.Wait(TimeSpan.FromMilliseconds(50));
            _someGone.Reset();
        }

        _prefix.Release();
        _guardian.Dispose();
        _sweeper.Dispose();
        _exits.Dispose();
        all.ForEach(process => process.GiveUpOutput());
        _outputs.Dispose();
        _runs?.Dispose();
        _queue.Dispose();
        _someGone.Dispose();
    }

    private void Forget(LinuxChildProcess process)
    {
        _living.TryRemove(process, out _);
        if (_disposed != 0)
            _someGone.Set();
    }

    private void SpawnAll()
    {
        foreach ((LaunchSpec spec, IProcessObserver observer) in _queue.GetConsumingEnumerable())
        {
            if (_disposed != 0)
            {
                observer.SpawnFailed(Spawner.Closing(spec));
                continue;
            }

            bool isSocketShared = spec.ListenSocket is { } socket && _living.Values.Contains(socket);
            LinuxChildProcess? process = _spawner.TrySpawn(spec, observer, isSocketShared);
            if (process == null)
                continue;
            _living[process] = spec.ListenSocket;
            process.Begin();
        }
    }
}
