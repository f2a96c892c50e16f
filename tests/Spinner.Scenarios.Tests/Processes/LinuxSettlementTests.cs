using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

public sealed class LinuxSettlementTests : LinuxLauncherTest
{
    // Leaves the group for good: a fork that is not the leader of its group, in a session of its own, its parent gone.
    private const string Escape = "(setsid sh -c 'echo escaped $$; exec sleep 300' &) ; ";

    [SkippableFact]
    public async Task Killing_the_group_ends_all_of_it()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("sleep 300 & echo member $!; wait");
        int member = await PidAfter(observer, "member");
        IChildProcess process = await observer.WhenSpawned;
        process.Kill(RunScope.Group);
        process.Settle(RunScope.Group);
        await observer.WhenGone;
        Assert.False(IsAlive(member));
        Assert.False(IsAlive(process.Identity.Pid));
    }

    [SkippableFact]
    public async Task Group_that_outlives_its_leader_is_waited_for()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("sleep 300 & echo member $!");
        int member = await PidAfter(observer, "member");
        IChildProcess process = await observer.WhenSpawned;
        process.Settle(RunScope.Group);
        await observer.WhenExited;
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        Assert.False(observer.IsGone);
        Assert.Equal([member], process.Survivors());

        Assert.True(process.Signal(StopSignal.Terminate));
        await observer.WhenGone;
        Assert.False(IsAlive(member));
        Assert.Empty(process.Survivors());
    }

    [SkippableFact]
    public async Task Leftovers_of_a_crash_are_killed_before_it_is_gone()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("sleep 300 & echo member $!; kill -9 $$");
        int member = await PidAfter(observer, "member");
        Assert.Equal(ExitStatus.Signalled("SIGKILL"), await observer.WhenExited);
        IChildProcess process = await observer.WhenSpawned;
        process.Kill(RunScope.Group);
        process.Settle(RunScope.Group);
        await observer.WhenGone;
        Assert.False(IsAlive(member));
    }

    [SkippableFact]
    public async Task Sweep_kills_what_carries_this_marker_and_nothing_else()
    {
        SkipUnlessSupported();
        RecordingObserver crashed = Shell(Escape + "kill -9 $$");
        RecordingObserver sibling = Shell(Escape + "exec sleep 300");
        int stray = await PidAfter(crashed, "escaped");
        int other = await PidAfter(sibling, "escaped");
        await crashed.WhenExited;
        IChildProcess process = await crashed.WhenSpawned;
        process.Kill(RunScope.Group);
        process.Settle(RunScope.Group);
        await crashed.WhenGone;
        Assert.True(IsAlive(stray));

        Launcher.Sweep($"{Prefix}1:1");
        await Wait.Until(() => !IsAlive(stray), "the stray's end");
        Assert.True(IsAlive(other));
    }

    [SkippableFact]
    public async Task Lone_process_is_gone_at_once_when_its_crash_is_answered_by_a_kill()
    {
        SkipUnlessSupported();
        bool atOnce = false;
        for (int i = 0; i < 20 && !atOnce; i++)
        {
            RecordingObserver observer = Launch(Spec("/bin/true", []));
            IChildProcess process = await observer.WhenSpawned;
            await observer.WhenExited;
            // Until the exit thread has returned from telling the exit, it is the one that finishes; hence more than one try.
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            process.Kill(RunScope.Group);
            process.Settle(RunScope.Group);
            atOnce = observer.IsGone;
            await observer.WhenGone;
        }

        Assert.True(atOnce);
    }

    [SkippableFact]
    public async Task Settling_inside_the_exit_call_keeps_the_order()
    {
        SkipUnlessSupported();
        IChildProcess? process = null;
        RecordingObserver observer = new()
        {
            OnExit = () =>
            {
                process!.Kill(RunScope.Group);
                process.Settle(RunScope.Group);
            },
        };
        Shell("sleep 0.2", observer);
        process = await observer.WhenSpawned;
        await observer.WhenGone;
        Assert.Equal(["Spawned", "Exited", "Gone"], observer.Calls);
    }

    [SkippableFact]
    public async Task Escaped_process_is_asked_to_end_by_settling_the_run()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell(Escape + "exit 0");
        int escaped = await PidAfter(observer, "escaped");
        IChildProcess process = await observer.WhenSpawned;
        await observer.WhenExited;
        process.Settle(RunScope.Run);
        await observer.WhenGone;
        Assert.False(IsAlive(escaped));
    }

    [SkippableFact]
    public async Task Escaped_process_that_ignores_the_request_is_killed_with_the_run_and_a_sibling_is_spared()
    {
        SkipUnlessSupported();
        const string Stubborn = "(setsid sh -c 'trap \"\" TERM; echo escaped $$; while :; do sleep 300; done' &) ; exec sleep 300";
        RecordingObserver sibling = Shell(Stubborn);
        RecordingObserver observer = Shell(Stubborn);
        int spared = await PidAfter(sibling, "escaped");
        int escaped = await PidAfter(observer, "escaped");
        IChildProcess process = await observer.WhenSpawned;

        Assert.Contains(escaped, process.Survivors());
        process.Signal(StopSignal.Terminate);
        process.Settle(RunScope.Run);
        await observer.WhenExited;
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        Assert.False(observer.IsGone);
        Assert.True(IsAlive(escaped));

        process.Kill(RunScope.Run);
        await observer.WhenGone;
        Assert.False(IsAlive(escaped));
        Assert.True(IsAlive(spared));
        Assert.True(IsAlive((await sibling.WhenSpawned).Identity.Pid));
    }

    [SkippableFact]
    public async Task Settling_the_group_leaves_an_escaped_process_alone()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell(Escape + "exit 0");
        int escaped = await PidAfter(observer, "escaped");
        IChildProcess process = await observer.WhenSpawned;
        process.Settle(RunScope.Group);
        await observer.WhenGone;
        Assert.True(IsAlive(escaped));
    }

    [SkippableFact]
    public async Task Stream_held_by_a_grandchild_delays_neither_exit_nor_gone_and_is_given_up()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell(Escape + "exit 4");
        int escaped = await PidAfter(observer, "escaped");
        Assert.Equal(ExitStatus.Exited(4), await observer.WhenExited);
        Assert.False(observer.HasStdoutEnded);
        IChildProcess process = await observer.WhenSpawned;
        process.Settle(RunScope.Group);
        await observer.WhenGone;
        await observer.WhenStdoutEnded;
        Assert.True(IsAlive(escaped));
    }

    [SkippableFact]
    public async Task Disposing_leaves_nothing_not_even_what_escaped_from_an_earlier_run()
    {
        SkipUnlessSupported();
        RecordingObserver earlier = Shell(Escape + "exit 0");
        int escapedEarlier = await PidAfter(earlier, "escaped");
        (await earlier.WhenSpawned).Settle(RunScope.Group);
        await earlier.WhenGone;
        RecordingObserver observer = Shell(Escape + "sleep 300 & echo member $!; wait");
        int[] pids = [escapedEarlier, await PidAfter(observer, "escaped"), await PidAfter(observer, "member")];

        Launcher.Dispose();
        await observer.WhenGone;
        await observer.WhenStdoutEnded;
        await Wait.Until(() => !pids.Any(IsAlive), "the end of all processes");
        RecordingObserver late = Shell("exit 0");
        Assert.Contains("shutting down", (await late.WhenFailed).Message, StringComparison.Ordinal);
    }
}
