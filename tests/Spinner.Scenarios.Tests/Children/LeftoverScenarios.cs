using Spinner.Configuration;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>
/// Processes beside the leader. There is no portable case: without process groups and marker scans, the portable launcher reaches the leader
/// and, when it kills, what still descends from it.
/// </summary>
public sealed class LeftoverScenarios() : ChildScenario(LauncherKind.Auto)
{
    [SkippableFact]
    public async Task A_stop_waits_for_the_group_that_outlives_its_leader()
    {
        Needs(LauncherCapabilities.ProcessGroup);
        await Start(TestChild.Shell("web", """(trap '' TERM; sleep 2; echo last) & exec "$TESTCHILD" serve --graceful"""));

        StopResult stopped = await Stop("web");

        Assert.Equal((StopOutcome.Exited, ExitStatus.Exited(0)), (stopped.Outcome, stopped.Exit));
        Assert.Empty(Alive);
        await Output.RestOfLine("web", "last");
    }

    [SkippableFact]
    public async Task A_stop_kills_the_group_that_outlives_the_stop_timeout()
    {
        Needs(LauncherCapabilities.ProcessGroup);
        ChildSpec spec = TestChild.Shell("web", """(trap '' TERM; exec sleep 300) & exec "$TESTCHILD" serve --graceful""");
        await Start(spec with { StopTimeout = TimeSpan.FromSeconds(2) });

        StopResult stopped = await Stop("web");

        Assert.Equal((StopOutcome.Killed, ExitStatus.Exited(0)), (stopped.Outcome, stopped.Exit));
        Assert.Empty(Alive);
    }

    [SkippableFact]
    public async Task What_a_crash_left_of_the_group_is_dead_when_the_next_run_is_up()
    {
        Needs(LauncherCapabilities.ProcessGroup);
        StartSucceeded first = await Start("web", "serve-with-grandchild");
        int grandchild = await PidAfter("web", "grandchild");
        Assert.True(MarkedProcesses.IsAlive(grandchild));

        StartSucceeded second = await CrashAndRecover(first);

        Assert.False(MarkedProcesses.IsAlive(grandchild));
        Assert.Equal(first.Port, second.Port);
    }

    [SkippableFact]
    public async Task A_daemon_is_found_by_its_marker_when_its_child_is_stopped()
    {
        Needs(LauncherCapabilities.MarkerSweep);
        await Start("web", "serve-with-daemon");
        int daemon = await PidAfter("web", "daemon");
        Assert.True(MarkedProcesses.IsAlive(daemon));

        Assert.Equal(StopOutcome.Exited, (await Stop("web")).Outcome);

        Assert.False(MarkedProcesses.IsAlive(daemon));
        Assert.Empty(Alive);
    }

    [SkippableFact]
    public async Task A_daemon_that_serves_is_taken_for_the_child_and_stopped_with_it()
    {
        Needs(LauncherCapabilities.MarkerSweep);
        StartSucceeded started = await Start("web", "serve-in-daemon");
        int daemon = await PidAfter("web", "daemon");
        Assert.Equal($"ok {daemon}", await HttpQuestion.Ask(started.Endpoint));

        await Stop("web");

        Assert.Empty(Alive);
    }

    [SkippableFact]
    public async Task A_daemon_left_behind_by_a_crashed_run_is_gone_once_the_child_is_up_again()
    {
        Needs(LauncherCapabilities.MarkerSweep);
        StartSucceeded first = await Start("web", "serve-with-daemon");
        int strayed = await PidAfter("web", "daemon");

        StartSucceeded second = await CrashAndRecover(first);

        await Wait.Until(() => !MarkedProcesses.IsAlive(strayed), "the end of the daemon");
        int kept = await PidAfter("web", "daemon", occurrence: 2);
        Assert.Equal(new[] { second.Pid, kept }.Order(), Alive.Order());
    }

    [SkippableFact]
    public async Task A_daemon_left_behind_by_the_crash_that_faults_is_gone_as_well()
    {
        Needs(LauncherCapabilities.MarkerSweep);
        StartSucceeded second = await CrashAndRecover(await Start("web", "serve-with-daemon"));
        await PidAfter("web", "daemon", occurrence: 2);

        Native.Kill(second.Pid);

        await Until("web", child => child.State == ChildState.Faulted, "a fault");
        await Wait.Until(() => Alive.Count == 0, "the end of the daemons");
    }

    [SkippableTheory]
    [InlineData("""exec "$TESTCHILD" serve --drain 1000""")]
    [InlineData(""" "$TESTCHILD" serve --drain 1000; exit $?""")]
    [InlineData("""trap '' TERM; "$TESTCHILD" serve --drain 1000; exit $?""")]
    public async Task A_graceful_server_behind_a_shell_finishes_its_stop(string script)
    {
        Needs(LauncherCapabilities.ProcessGroup);
        await Start(TestChild.Shell("web", script));

        Assert.Equal(StopOutcome.Exited, (await Stop("web")).Outcome);

        Assert.Contains("bye", Output.Lines("web"));
        Assert.Empty(Alive);
    }
}
