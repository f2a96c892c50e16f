using Spinner.Processes;

namespace Spinner.Testing;

/// <summary>Spawns at once, or when the test says so.</summary>
internal sealed class FakeLauncher : IProcessLauncher
{
    private readonly Queue<FakeProcess> _held = new();
    private int _lastPid = 100;

    public LauncherCapabilities Capabilities => LauncherCapabilities.None;

    /// <summary>Spawns wait for <see cref="Release"/>.</summary>
    public bool Holds { get; set; }

    /// <summary>A spawn has not been decided yet.</summary>
    public bool IsAsked => _held.Count > 0;

    /// <summary>The next spawns are refused with this.</summary>
    public SpawnFailure? Refuses { get; set; }

    /// <summary>What to do to a process before it is announced.</summary>
    public Action<FakeProcess>? Prepare { get; set; }

    public List<FakeProcess> Processes { get; } = [];

    /// <summary>The markers of the runs whose strays were to be killed.</summary>
    public List<string> Sweeps { get; } = [];

    public FakeProcess Last => Processes[^1];

    public void Launch(LaunchSpec spec, IProcessObserver observer)
    {
        if (Refuses is not null)
        {
            observer.SpawnFailed(Refuses);
            return;
        }

        FakeProcess process = new(++_lastPid, spec, observer);
        Prepare?.Invoke(process);
        Processes.Add(process);
        _held.Enqueue(process);
        if (!Holds)
        {
            Release();
        }
    }

    public void Sweep(string marker) => Sweeps.Add(marker);

    public void Release()
    {
        while (_held.TryDequeue(out FakeProcess? process))
        {
            process.Observer.Spawned(process);
        }
    }

    /// <summary>The held spawns turn out to be refused.</summary>
    public void RefuseHeld(SpawnFailure failure)
    {
        // No more than are held now: a refusal may bring the next spawn.
        for (int held = _held.Count; held > 0; held--)
        {
            FakeProcess process = _held.Dequeue();
            _ = Processes.Remove(process);
            process.Observer.SpawnFailed(failure);
        }
    }

    public void Dispose()
    {
    }
}
