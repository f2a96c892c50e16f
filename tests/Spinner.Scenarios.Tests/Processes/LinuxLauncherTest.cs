using System.Collections;
using Spinner.Processes;
using Spinner.Processes.Linux;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

/// <summary>A launcher of its own for each test, with a marker prefix of its own: tests run side by side.</summary>
public abstract class LinuxLauncherTest : IDisposable
{
    private readonly string _prefix = $"{Guid.NewGuid():N}:";
    private readonly Lazy<LinuxProcessLauncher> _launcher;
    private int _lastRun;

    protected LinuxLauncherTest(ulong? softFileLimit = null) =>
        _launcher = new Lazy<LinuxProcessLauncher>(() => new LinuxProcessLauncher(TimeProvider.System, _prefix, softFileLimit));

    internal LinuxProcessLauncher Launcher => _launcher.Value;

    internal string Prefix => _prefix;

    public virtual void Dispose()
    {
        if (_launcher.IsValueCreated)
            _launcher.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static void SkipUnlessSupported()
    {
        string? why = OperatingSystem.IsLinux() ? LinuxProcessLauncher.WhyUnsupported() : "This is not Linux.";
        Skip.If(why != null, why);
    }

    internal LaunchSpec Spec(string file, IReadOnlyList<string> args, string folder = "/")
    {
        string marker = $"{_prefix}1:{Interlocked.Increment(ref _lastRun)}";
        Dictionary<string, string> env = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        env[RunMarker.Variable] = marker;
        return new LaunchSpec(file, args, env, folder, marker);
    }

    internal RecordingObserver Launch(LaunchSpec spec, RecordingObserver? observer = null)
    {
        observer ??= new RecordingObserver();
        Launcher.Launch(spec, observer);
        return observer;
    }

    internal RecordingObserver Shell(string script, RecordingObserver? observer = null) => Launch(Spec("/bin/sh", ["-c", script]), observer);

    /// <summary>True when the process exists and is no zombie.</summary>
    internal static bool IsAlive(int pid) => ProcStat.TryRead(pid, out ProcStat stat) && stat.IsAlive;

    /// <summary>The number after a word that a script printed.</summary>
    internal static async Task<int> PidAfter(RecordingObserver observer, string word)
    {
        string output = await observer.StdoutWith(word);
        await Wait.Until(() => (output = observer.Stdout)[output.IndexOf(word, StringComparison.Ordinal)..].Contains('\n'), "a whole line");
        string line = output[(output.IndexOf(word, StringComparison.Ordinal) + word.Length)..];
        return int.Parse(line[..line.IndexOf('\n')].Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
