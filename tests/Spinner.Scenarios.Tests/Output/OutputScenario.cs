using System.Collections;
using System.Collections.Concurrent;
using Spinner.Configuration;
using Spinner.Output;
using Spinner.Processes;
using Spinner.Processes.Linux;
using Spinner.Processes.Portable;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Output;

/// <summary>Shell scripts whose output goes through a factory and a launcher of the test's own.</summary>
public abstract class OutputScenario : IDisposable
{
    private readonly string _prefix = $"{Guid.NewGuid():N}:";
    private readonly Lazy<IProcessLauncher> _launcher;
    private readonly string? _whyNot;
    private int _lastRun;

    protected OutputScenario(LauncherKind kind)
    {
        _launcher = new Lazy<IProcessLauncher>(() => kind == LauncherKind.Portable
            ? new PortableLauncher(TimeProvider.System)
            : new LinuxProcessLauncher(TimeProvider.System, _prefix));
        Factory = new OutputFactory(new OutputSettings { Tell = Told.Enqueue });
        _whyNot = OperatingSystem.IsWindows() ? "These are shell scripts."
            : kind == LauncherKind.Portable ? null
            : LinuxProcessLauncher.WhyUnsupported();
    }

    internal OutputFactory Factory { get; }

    /// <summary>What was told in sentences.</summary>
    internal ConcurrentQueue<string> Told { get; } = new();

    protected string Folder { get; } = Directory.CreateTempSubdirectory("spinner-output-").FullName;

    public virtual void Dispose()
    {
        if (_launcher.IsValueCreated)
            _launcher.Value.Dispose();
        Factory.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected void SkipUnlessSupported() => Skip.If(_whyNot is not null, _whyNot);

    internal static OutputSubscriptionOptions Blocking(int capacity) => new() { Capacity = capacity, Policy = OutputOverflow.BlockChild };

    internal string PathOf(string name) => Path.Combine(Folder, name);

    internal OutputRun Shell(string child, string script, OutputTarget? stdout = null, Action<OutputIncident>? incident = null)
    {
        int number = ++_lastRun;
        string marker = $"{_prefix}1:{number}";
        Dictionary<string, string> env = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        env[RunMarker.Variable] = marker;
        OutputRequest request = new(child, number, stdout ?? OutputTarget.Null, OutputTarget.Null, "c") { Incident = incident };
        OutputRun run = new(Factory.Open(request));
        _launcher.Value.Launch(new LaunchSpec("/bin/sh", ["-c", script], env, Folder, marker), run);
        return run;
    }
}
