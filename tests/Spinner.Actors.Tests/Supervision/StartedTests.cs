using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class StartedTests : ChildTestBase
{
    [Fact]
    public void Asking_again_answers_the_same_endpoint_at_once()
    {
        StartSucceeded first = StartAndListen();
        Start();

        Assert.Equal(first.Endpoint, ExpectMsg<StartSucceeded>().Endpoint);
        Assert.Single(Launcher.Processes);
    }

    [Fact]
    public void Another_spec_is_answered_the_running_endpoint_and_told_so()
    {
        StartAndListen();
        Start(Spec with { Env = new Dictionary<string, string> { ["A"] = "1" } });

        StartSucceeded started = ExpectMsg<StartSucceeded>();
        Assert.True(started.SpecDiffers);
        Assert.Equal(1, started.Run);
        Assert.Single(Launcher.Processes);
    }

    [Fact]
    public void Another_output_is_not_another_spec()
    {
        StartAndListen();
        Start(Spec with { Stdout = OutputTarget.Inherit, LoggerCategory = "Else" });

        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
    }

    [Fact]
    public void A_spec_with_errors_is_refused_and_disturbs_nothing()
    {
        StartAndListen();
        Start(Spec with { Attempts = -1 });

        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void A_crash_is_answered_by_a_new_run_on_the_same_port()
    {
        StartAndListen();
        Crash();
        Assert.Equal(ChildState.Restarting, State);
        Probe.Listen();
        Start();

        StartSucceeded again = ExpectMsg<StartSucceeded>();
        Assert.Equal((2, 7000), (again.Run, again.Port));
        Assert.Equal(1, Snapshot.Restarts);
    }

    [Fact]
    public void After_a_crash_the_leftovers_of_the_group_are_killed_without_a_scan()
    {
        StartAndListen();
        Crash();

        Assert.Equal([RunScope.Group], Launcher.Processes[0].Kills);
        Assert.Equal(RunScope.Group, Launcher.Processes[0].Settled);
    }

    [Fact]
    public void What_a_crashed_run_left_outside_its_group_is_swept_once_the_child_is_up_again()
    {
        StartAndListen();
        Crash();
        Assert.Empty(Launcher.Sweeps);
        Probe.Listen();

        Assert.Equal(["host:1:1"], Launcher.Sweeps);
    }

    [Fact]
    public void A_crash_that_faults_kills_strays_at_once()
    {
        CrashIntoFault();

        Assert.Equal(["host:1:1"], Launcher.Sweeps);
        Assert.Equal([RunScope.Run], Process.Kills);
    }

    [Fact]
    public void A_stop_before_the_restart_is_up_sweeps_as_well()
    {
        StartAndListen();
        Crash();
        Tell(new StopChild("web"));

        Assert.Equal(["host:1:1"], Launcher.Sweeps);
    }

    [Fact]
    public void A_restart_on_request_leaves_nothing_to_sweep()
    {
        StartAndListen();
        Tell(new RestartChild("web"));
        Probe.Listen();

        Assert.Empty(Launcher.Sweeps);
    }

    [Fact]
    public void Two_crashes_within_the_tolerance_fault_the_child_however_long_it_lived()
    {
        StartAndListen();
        AdvanceSeconds(3);
        Crash();
        Probe.Listen();
        AdvanceSeconds(59);
        Crash();

        Assert.Equal(ChildState.Faulted, State);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Two_crashes_further_apart_than_the_tolerance_are_forgiven()
    {
        StartAndListen();
        Crash();
        Probe.Listen();
        AdvanceSeconds(60);
        Crash();

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_clean_exit_code_is_an_unexpected_exit_as_well()
    {
        StartAndListen();
        Crash(0);

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_change_restarts_gracefully_and_is_no_crash()
    {
        StartAndListen();
        Watcher.Change();
        Probe.Listen();
        Crash();

        Assert.Equal([StopSignal.Terminate], Launcher.Processes[0].Signals);
        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_restart_is_answered_by_the_new_run()
    {
        StartAndListen();
        Tell(new RestartChild("web"));
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        StartSucceeded again = ExpectMsg<StartSucceeded>();
        Assert.Equal((2, 7000), (again.Run, again.Port));
    }

    [Fact]
    public void A_restart_may_bring_another_spec()
    {
        StartAndListen();
        Tell(new RestartChild("web", Spec with { Args = ["--new"] }));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();

        Assert.Equal(["--new"], Process.Spec.Args);
    }

    [Fact]
    public void A_restart_with_a_range_elsewhere_moves_the_port()
    {
        StartAndListen();
        Tell(new RestartChild("web", Spec with { PortRange = new PortRange(7001, 7999) }));
        Probe.Listen();

        Assert.Equal(7001, ExpectMsg<StartSucceeded>().Port);
    }

    [Fact]
    public void A_restart_cannot_rename_the_child()
    {
        StartAndListen();
        Tell(new RestartChild("web", Spec with { Name = "other" }));

        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void A_child_nobody_asked_for_is_stopped()
    {
        StartAndListen();
        AdvanceSeconds(29 * 60);
        Assert.Equal(ChildState.Started, State);
        AdvanceSeconds(61);

        Assert.Equal(ChildState.Stopped, State);
        Assert.Equal("idle", Snapshot.Cause);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_start_or_a_touch_restarts_the_idle_clock()
    {
        StartAndListen();
        AdvanceSeconds(20 * 60);
        Start();
        AdvanceSeconds(20 * 60);
        Tell(new TouchChild("web"));
        ExpectMsg<StartSucceeded>();
        Assert.True(ExpectMsg<TouchResult>().Touched);
        AdvanceSeconds(29 * 60);
        Assert.Equal(ChildState.Started, State);
        AdvanceSeconds(60);

        Assert.Equal(ChildState.Stopped, State);
    }

    [Fact]
    public void A_child_without_an_idle_time_is_never_stopped_for_it()
    {
        StartAndListen(Spec with { IdleTime = Timeout.InfiniteTimeSpan });
        Advance(TimeSpan.FromDays(40));

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void The_snapshot_masks_the_values_of_the_environment()
    {
        StartAndListen(Spec with { Env = new Dictionary<string, string> { ["TOKEN"] = "secret" } });

        Assert.Equal("***", Snapshot.Spec!.Env!["TOKEN"]);
    }
}
