using System.Diagnostics;
using Spinner.Processes;
using Spinner.Processes.Linux;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

public sealed class GuardianTests : LinuxLauncherTest
{
    [SkippableTheory]
    [InlineData("/bin/dash", false)]
    [InlineData("/bin/bash", false)]
    [InlineData("/bin/busybox", false)]
    [InlineData("/bin/dash", true)]
    [InlineData("/bin/bash", true)]
    public async Task End_of_its_input_is_the_end_of_groups_and_marked_processes(string shell, bool withPoorGrep)
    {
        SkipUnlessSupported();
        Skip.IfNot(File.Exists(shell), $"{shell} is not here.");
        // Known group, with a marker of no concern; marked and escaped, its group unknown; a stranger; a group that was taken back.
        using Process known = Start("setsid sleep 300", "elsewhere:1:1");
        using Process marked = Start("setsid sleep 300", Prefix + "1:1");
        using Process stranger = Start("setsid sleep 300", "elsewhere:1:1");
        using Process forgotten = Start("setsid sleep 300", "elsewhere:1:2");
        using Process guardian = StartGuardian(shell, withPoorGrep);
        await Wait.Until(() => new[] { known, marked, stranger, forgotten }.All(p => LeadsGroup(p.Id)), "four groups");

        await guardian.StandardInput.WriteAsync($"add {forgotten.Id}\nadd {known.Id}\ndel {forgotten.Id}\n");
        guardian.StandardInput.Close();
        await guardian.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.False(IsAlive(known.Id));
        Assert.False(IsAlive(marked.Id));
        Assert.True(IsAlive(stranger.Id));
        Assert.True(IsAlive(forgotten.Id));
        Native.Kill(stranger.Id);
        Native.Kill(forgotten.Id);
    }

    [SkippableFact]
    public async Task Dead_guardian_is_replaced_by_one_that_knows_the_groups()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Launch(Spec("/bin/sleep", ["300"]) with { Env = new Dictionary<string, string>() });
        int child = (await observer.WhenSpawned).Identity.Pid;
        int first = Launcher.GuardianPid;
        Native.Kill(first);
        await Wait.Until(() => Launcher.GuardianPid is not 0 && Launcher.GuardianPid != first, "another guardian");
        Assert.True(IsAlive(child));

        // Its end of the pipe is all that the guardian has of us: close ours as our death would.
        Launcher.AbandonGuardian();
        await observer.WhenExited;
        Assert.False(IsAlive(child));
    }

    [SkippableFact]
    public void Guardian_leads_its_own_session_and_carries_no_marker()
    {
        SkipUnlessSupported();
        Assert.True(Launcher.Capabilities.HasFlag(LauncherCapabilities.NoOrphans));
        Assert.True(LeadsGroup(Launcher.GuardianPid));
        Assert.Null(ProcessScan.MarkerOf(Launcher.GuardianPid));
    }

    private static bool LeadsGroup(int pid) => ProcStat.TryRead(pid, out ProcStat stat) && stat.Group == pid;

    private static Process Start(string command, string marker)
    {
        ProcessStartInfo info = new("/bin/sh", ["-c", "exec " + command]);
        info.Environment[RunMarker.Variable] = marker;
        return Process.Start(info)!;
    }

    private Process StartGuardian(string shell, bool withPoorGrep)
    {
        string script = Guardian.Script();
        if (withPoorGrep)
            script = "grep() { return 1; }\n" + script;
        string[] args = ["-c", script, "spinner-guardian", Prefix];
        ProcessStartInfo info = new(shell, shell.EndsWith("busybox", StringComparison.Ordinal) ? ["ash", .. args] : args)
        {
            RedirectStandardInput = true,
        };
        info.Environment.Remove(RunMarker.Variable);
        return Process.Start(info)!;
    }
}
