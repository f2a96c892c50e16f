using System.Diagnostics;

namespace Spinner.Processes.Portable;

/// <summary>Starts children with System.Diagnostics.Process, on every system .NET runs on.</summary>
/// <remarks>
/// It promises less than the Linux layer: no process group, so a signal reaches the leader alone, and descendants whose parent has gone
/// are out of reach; children inherit the supervisor's ignored signals and its inheritable descriptors.
/// </remarks>
internal sealed class PortableLauncher : IProcessLauncher
{
    private readonly TimeProvider _time;
    private readonly Func<ProcessReach> _reach;
    private readonly HashSet<PortableProcess> _live = [];
    private bool _disposed;

    public PortableLauncher(TimeProvider time)
        : this(time, () => new ProcessReach(), LauncherCapabilities.None)
    {
    }

    internal PortableLauncher(TimeProvider time, Func<ProcessReach> reach, LauncherCapabilities capabilities)
    {
        _time = time;
        _reach = reach;
        Capabilities = capabilities;
        if (!OperatingSystem.IsWindows())
            UnixSignals.StopIgnoringExits();
    }

    public LauncherCapabilities Capabilities { get; }

    public void Launch(LaunchSpec spec, IProcessObserver observer) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            if (spec.ListenSocket is null)
                Start(spec, observer);
            else
                observer.SpawnFailed(SpawnFailures.NoHandOff(spec));
        },
        null);

    /// <summary>Nothing: descendants whose parent has gone are out of reach here.</summary>
    public void Sweep(string marker)
    {
        // Said above.
    }

    public void Dispose()
    {
        PortableProcess[] left;
        lock (_live)
        {
            _disposed = true;
            left = [.. _live];
        }
        foreach (PortableProcess process in left)
            process.KillNow();
    }

    private void Start(LaunchSpec spec, IProcessObserver observer)
    {
        ProcessReach? reach = null;
        Process process = new();
        try
        {
            process.StartInfo = StartInfo(spec);
            reach = _reach();
            reach.Prepare(process.StartInfo);
            lock (_live)
                ObjectDisposedException.ThrowIf(_disposed, this);
            process.Start();
        }
        catch (Exception failure)
        {
            // Whatever it was, the observer hears of it: there is nobody else on this thread.
            process.Dispose();
            reach?.Dispose();
            observer.SpawnFailed(SpawnFailures.Explain(spec, failure));
            return;
        }
        Follow(new PortableProcess(process, reach, observer, _time, Forget));
    }

    private void Follow(PortableProcess child)
    {
        bool tooLate;
        lock (_live)
        {
            _live.Add(child);
            tooLate = _disposed;
        }
        child.Begin();
        if (tooLate)
            child.Kill(RunScope.Group);
    }

    private void Forget(PortableProcess child)
    {
        lock (_live)
            _live.Remove(child);
    }

    private static ProcessStartInfo StartInfo(LaunchSpec spec)
    {
        ProcessStartInfo start = new(spec.File, spec.Args)
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in spec.Env)
            start.Environment[name] = value;
        return start;
    }
}
