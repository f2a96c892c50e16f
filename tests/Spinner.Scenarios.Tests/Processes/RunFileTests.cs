using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using Spinner.Processes;
using Spinner.Processes.Linux;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

[UnsupportedOSPlatform("windows")]
public sealed class RunFileTests : LinuxLauncherTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-runs-").FullName;
    private readonly ConcurrentQueue<string> _warnings = new();

    private string RunPath => Path.Combine(_folder, "state", "runs");

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task What_a_host_killed_with_its_guardian_left_is_ended_by_the_next_one()
    {
        SkipUnlessSupported();
        using KeptRuns runs = await KeptRuns.Start(RunPath);
        await runs.KillWithGuardian();
        Assert.All(new[] { runs.Child, runs.Member, runs.Stray }, pid => Assert.True(IsAlive(pid)));

        using LinuxProcessLauncher next = Next();

        Assert.All(new[] { runs.Child, runs.Member, runs.Stray }, pid => Assert.False(IsAlive(pid)));
        string warning = Assert.Single(_warnings);
        Assert.Contains($"{KeptRuns.ChildName} (pid {runs.Child})", warning, StringComparison.Ordinal);
        Assert.Contains($"(pid {runs.Stray})", warning, StringComparison.Ordinal);
        Assert.Contains($"pid {runs.HostPid}", warning, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_host_that_is_alive_keeps_its_file_and_its_processes()
    {
        SkipUnlessSupported();
        using KeptRuns runs = await KeptRuns.Start(RunPath);
        string before = File.ReadAllText(RunPath);

        RunFileException refusal = Assert.Throws<RunFileException>(Next);
        Assert.Contains(RunPath, refusal.Message, StringComparison.Ordinal);

        // Its lock is lost with the file that carries it; who it is still stands in the file.
        File.Delete(RunPath + ".lock");
        refusal = Assert.Throws<RunFileException>(Next);
        Assert.Contains($"pid {runs.HostPid}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(RunPath));
        Assert.All(new[] { runs.Child, runs.Member, runs.Stray }, pid => Assert.True(IsAlive(pid)));
        await runs.KillWithGuardian();
    }

    [SkippableFact]
    public async Task A_stranger_with_the_pid_of_a_leftover_is_not_touched()
    {
        SkipUnlessSupported();
        using Process stranger = StartGroup("elsewhere:1:1");
        await Wait.Until(() => LeadsGroup(stranger.Id), "a group");
        Write(Spawner.BootId, new RunFileEntry(stranger.Id, StartOf(stranger.Id) - 1, "web"));

        using LinuxProcessLauncher next = Next();

        Assert.True(IsAlive(stranger.Id));
        Assert.Empty(_warnings);
        Native.Kill(stranger.Id);
    }

    [SkippableFact]
    public async Task A_file_of_another_boot_ends_nothing()
    {
        SkipUnlessSupported();
        using Process marked = StartGroup(Prefix + "1:1");
        await Wait.Until(() => LeadsGroup(marked.Id), "a group");
        Write(Guid.NewGuid(), new RunFileEntry(marked.Id, StartOf(marked.Id), "web"));

        using LinuxProcessLauncher next = Next();

        Assert.True(IsAlive(marked.Id));
        Assert.Empty(_warnings);
        Native.Kill(marked.Id);
    }

    [SkippableFact]
    public async Task A_group_is_proven_by_its_leader_alone_and_a_stray_by_its_marker_alone()
    {
        SkipUnlessSupported();
        using Process leader = StartGroup(marker: null);
        using Process stray = StartGroup(Prefix + "1:1");
        using Process bystander = StartGroup("elsewhere:1:1");
        await Wait.Until(() => new[] { leader, stray, bystander }.All(p => LeadsGroup(p.Id)), "three groups");
        Write(Spawner.BootId, new RunFileEntry(leader.Id, StartOf(leader.Id), "web"));

        using LinuxProcessLauncher next = Next();

        Assert.False(IsAlive(leader.Id));
        Assert.False(IsAlive(stray.Id));
        Assert.True(IsAlive(bystander.Id));
        Native.Kill(bystander.Id);
    }

    [SkippableFact]
    public void A_broken_file_is_set_aside_and_told()
    {
        SkipUnlessSupported();
        Directory.CreateDirectory(Path.GetDirectoryName(RunPath)!);
        File.WriteAllText(RunPath, "what is this?\n");

        using LinuxProcessLauncher next = Next();

        Assert.Equal("what is this?\n", File.ReadAllText(RunPath + ".broken"));
        Assert.Contains(".broken", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.NotNull(RunFileText.Parse(File.ReadAllText(RunPath)));
    }

    [SkippableFact]
    public async Task A_file_that_others_may_write_to_ends_nothing()
    {
        SkipUnlessSupported();
        using Process marked = StartGroup(Prefix + "1:1");
        await Wait.Until(() => LeadsGroup(marked.Id), "a group");
        Write(Spawner.BootId, new RunFileEntry(marked.Id, StartOf(marked.Id), "web"));
        File.SetUnixFileMode(RunPath, File.GetUnixFileMode(RunPath) | UnixFileMode.OtherWrite);

        using LinuxProcessLauncher next = Next();

        Assert.True(IsAlive(marked.Id));
        Assert.Contains(_warnings, warning => warning.Contains("not trusted", StringComparison.Ordinal));
        Native.Kill(marked.Id);
    }

    [SkippableFact]
    public async Task The_file_has_what_runs_for_the_owner_only_and_is_gone_after_an_orderly_end()
    {
        SkipUnlessSupported();
        LinuxProcessLauncher launcher = new(TimeProvider.System, Prefix, runFile: RunPath);
        RecordingObserver stays = new(), ends = new();
        launcher.Launch(Spec("/bin/sleep", ["300"]) with { ChildName = "stays" }, stays);
        launcher.Launch(Spec("/bin/true", []) with { ChildName = "ends" }, ends);
        IChildProcess process = await stays.WhenSpawned;
        (await ends.WhenSpawned).Settle(RunScope.Group);
        await ends.WhenGone;

        RunFileContent content = RunFileText.Parse(File.ReadAllText(RunPath))!;
        Assert.Equal([new RunFileEntry(process.Identity.Pid, process.Identity.StartTicks, "stays")], content.Entries);
        Assert.Equal(Prefix, content.Host.MarkerPrefix);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(RunPath));

        launcher.Dispose();
        Assert.False(File.Exists(RunPath));
    }

    [SkippableFact]
    public async Task A_file_that_cannot_be_written_is_told_once_and_stops_no_start()
    {
        SkipUnlessSupported();
        // A file where the folder should be: so not even root can make one.
        File.WriteAllText(Path.Combine(_folder, "state"), "");
        using LinuxProcessLauncher launcher = new(TimeProvider.System, Prefix, warn: _warnings.Enqueue, runFile: RunPath);
        for (int i = 0; i < 3; i++)
        {
            RecordingObserver observer = new();
            launcher.Launch(Spec("/bin/true", []), observer);
            (await observer.WhenSpawned).Settle(RunScope.Group);
            await observer.WhenGone;
        }

        Assert.Single(_warnings, warning => warning.Contains("cannot be written", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_file_that_has_grown_is_made_small_again_with_all_that_runs()
    {
        SkipUnlessSupported();
        using RunFile file = RunFile.Open(RunPath, Prefix, _warnings.Enqueue);
        string name = new('é', 100);
        file.Add(new ProcessIdentity(99, 1, Spawner.BootId), "first");
        for (int pid = 100; pid < 1000; pid++)
        {
            file.Add(new ProcessIdentity(pid, 5, Spawner.BootId), name);
            file.Remove(pid);
        }

        file.Add(new ProcessIdentity(1000, 7, Spawner.BootId), name);
        Assert.True(new FileInfo(RunPath).Length < 100_000);
        RunFileContent content = RunFileText.Parse(File.ReadAllText(RunPath))!;
        Assert.True(content.IsWhole);
        Assert.Equal([new RunFileEntry(99, 1, "first"), new RunFileEntry(1000, 7, name)], content.Entries);
        Assert.Empty(_warnings);
    }

    private LinuxProcessLauncher Next() => new(TimeProvider.System, warn: _warnings.Enqueue, runFile: RunPath);

    /// <summary>The file of a host that is no more: its pid is taken by nobody with that start.</summary>
    private void Write(Guid bootId, RunFileEntry entry)
    {
        RunFileHost host = new(new ProcessIdentity(Environment.ProcessId, 1, bootId), Prefix);
        Directory.CreateDirectory(Path.GetDirectoryName(RunPath)!);
        File.WriteAllText(RunPath, RunFileText.Header(host) + RunFileText.Add(entry));
        File.SetUnixFileMode(RunPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static ulong StartOf(int pid) => ProcStat.TryRead(pid, out ProcStat stat) ? stat.StartTicks : 0;

    private static bool LeadsGroup(int pid) => ProcStat.TryRead(pid, out ProcStat stat) && stat.Group == pid;

    private static Process StartGroup(string? marker)
    {
        ProcessStartInfo info = new("/bin/sh", ["-c", "exec setsid sleep 300"]);
        info.Environment.Remove(RunMarker.Variable);
        if (marker is not null)
            info.Environment[RunMarker.Variable] = marker;
        return Process.Start(info)!;
    }
}
