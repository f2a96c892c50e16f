using System.Diagnostics;
using System.Globalization;
using Spinner.Processes;
using Spinner.Processes.Linux;

namespace Spinner.Scenarios.Tests.Processes;

/// <summary>A host of its own process, with a run file and a child that has left a process outside of its group.</summary>
internal sealed class KeptRuns : IDisposable
{
    public const string Verb = "host-with-run-file";
    public const string ChildName = "./web app";

    private const int Stop = 19;

    private readonly Process _host;

    private KeptRuns(Process host) => _host = host;

    public int HostPid => _host.Id;

    public int Guardian { get; private set; }

    public int Child { get; private set; }

    public int Member { get; private set; }

    public int Stray { get; private set; }

    public static async Task<KeptRuns> Start(string runFile)
    {
        string tests = typeof(KeptRuns).Assembly.Location;
        ProcessStartInfo info = new(BuildCommand.FindDotnet(), ["exec", tests, Verb, runFile]) { RedirectStandardOutput = true };
        KeptRuns runs = new(Process.Start(info)!);
        string? line = await runs._host.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        int[] pids = [.. line!.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        (runs.Guardian, runs.Child, runs.Member, runs.Stray) = (pids[0], pids[1], pids[2], pids[3]);
        return runs;
    }

    /// <summary>The host's own part: starts everything, says who is who, and waits for its end.</summary>
    public static async Task<int> Host(string runFile)
    {
        string prefix = RunMarker.NewHostPrefix();
        using LinuxProcessLauncher launcher = new(TimeProvider.System, prefix, warn: Console.Error.WriteLine, runFile: runFile);
        string marker = RunMarker.For(prefix, 1, 1);
        Dictionary<string, string> env = new() { ["PATH"] = "/usr/bin:/bin", [RunMarker.Variable] = marker };
        RecordingObserver observer = new();
        const string Script = "sleep 300 & echo \"member $!\"; setsid sh -c 'echo \"stray $$\"; exec sleep 300' & wait";
        launcher.Launch(new LaunchSpec("/bin/sh", ["-c", Script], env, "/", marker) { ChildName = ChildName }, observer);
        int child = (await observer.WhenSpawned).Identity.Pid;
        int member = await LinuxLauncherTest.PidAfter(observer, "member ");
        int stray = await LinuxLauncherTest.PidAfter(observer, "stray ");
        Console.WriteLine($"{launcher.GuardianPid} {child} {member} {stray}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    /// <summary>SIGKILL to the host and to its guardian, without a moment in which either could act on the other's end.</summary>
    public async Task KillWithGuardian()
    {
        Native.Signal(HostPid, Stop);
        await Wait.Until(() => ProcStat.TryRead(HostPid, out ProcStat stat) && stat.State == 'T', "a halted host");
        Native.Kill(Guardian);
        await Wait.Until(() => !LinuxLauncherTest.IsAlive(Guardian), "a dead guardian");
        Native.Kill(HostPid);
        await _host.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        Native.Kill(HostPid);
        foreach (int pid in new[] { Child, Member, Stray }.Where(pid => pid > 1 && LinuxLauncherTest.IsAlive(pid)))
            Native.Kill(pid);
        _host.Dispose();
    }
}
