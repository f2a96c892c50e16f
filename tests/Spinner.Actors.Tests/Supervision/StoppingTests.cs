using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class StoppingTests : ChildTestBase
{
    private void StopSlowly(ChildSpec? spec = null)
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen(spec);
        Tell(new StopChild("web"));
        Assert.Equal(ChildState.Stopping, State);
    }

    [Fact]
    public void The_group_is_asked_with_the_stop_signal_of_the_spec()
    {
        StopSlowly(Spec with { StopSignal = StopSignal.Interrupt });

        Assert.Equal([StopSignal.Interrupt], Process.Signals);
        Assert.Equal(RunScope.Run, Process.Settled);
    }

    [Fact]
    public void Stopping_child_is_killed_when_its_deadline_passes()
    {
        StopSlowly();
        AdvanceSeconds(29.9);
        Assert.Empty(Process.Kills);
        AdvanceSeconds(0.2);

        Assert.Equal(StopOutcome.Killed, ExpectMsg<StopResult>().Outcome);
        Assert.Equal([RunScope.Run], Process.Kills);
        AssertNothingIsLeft();
    }

    [Fact]
    public void What_happens_to_a_child_is_logged_under_its_category()
    {
        StopSlowly(Spec with { LoggerCategory = "Shop.Web" });
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.Warning));
        AdvanceSeconds(30);

        Assert.StartsWith("Shop.Web", ExpectMsg<Akka.Event.Warning>().LogSource, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_timeout_of_zero_kills_at_once()
    {
        StartAndListen(Spec with { StopTimeout = TimeSpan.Zero });
        Tell(new StopChild("web"));

        Assert.Equal(StopOutcome.Killed, ExpectMsg<StopResult>().Outcome);
        Assert.Empty(Process.Signals);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_group_that_outlives_its_leader_has_until_the_deadline_too()
    {
        StopSlowly();
        Process.LeavesGroup = true;
        Process.Exit(ExitStatus.Exited(0));
        ExpectNoMsg(TimeSpan.Zero);
        AdvanceSeconds(10);
        Process.Vanish();

        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        Assert.Empty(Process.Kills);
    }

    [Fact]
    public void Everybody_who_stops_is_answered_once()
    {
        StopSlowly();
        Tell(new StopChild("web"));
        Process.Exit(ExitStatus.Exited(0));

        Assert.Equal(ExitStatus.Exited(0), ExpectMsg<StopResult>().Exit);
        ExpectMsg<StopResult>();
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_start_meanwhile_is_answered_by_the_run_after_it()
    {
        StopSlowly();
        Start();
        Process.Exit(ExitStatus.Exited(0));
        ExpectMsg<StopResult>();
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void The_last_wish_wins()
    {
        StopSlowly();
        Start();
        Tell(new StopChild("web"));
        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
        Start(Spec with { Args = ["last"] });
        Process.Exit(ExitStatus.Exited(0));
        ExpectMsg<StopResult>();
        ExpectMsg<StopResult>();
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
        Assert.Equal(["last"], Process.Spec.Args);
    }

    [Fact]
    public void Of_several_queued_specs_the_last_one_runs_and_the_others_are_told()
    {
        StopSlowly();
        Start(Spec with { Args = ["first"] });
        Start(Spec with { Args = ["last"] });
        Process.Exit(ExitStatus.Exited(0));
        ExpectMsg<StopResult>();
        Probe.Listen();

        Assert.True(ExpectMsg<StartSucceeded>().SpecDiffers);
        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
    }

    [Fact]
    public void A_restart_meanwhile_is_a_queued_start()
    {
        StopSlowly();
        Tell(new RestartChild("web"));
        Process.Exit(ExitStatus.Exited(0));
        ExpectMsg<StopResult>();
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void A_process_that_outlives_SIGKILL_is_told_and_faults_the_child()
    {
        Launcher.Prepare = process => (process.Obeys, process.IsMortal) = (false, false);
        StartAndListen();
        Tell(new StopChild("web"));
        Start();
        AdvanceSeconds(30);
        AdvanceSeconds(10);

        Assert.Equal(StartFailureReason.Faulted, ExpectMsg<StartFailed>().Reason);
        StopResult result = ExpectMsg<StopResult>();
        Assert.Equal(StopOutcome.StillAlive, result.Outcome);
        Assert.Equal([Process.Identity.Pid], result.Survivors);
        Assert.True(Assert.Single(Ports.Returned).Quarantine);
        Assert.Equal(ChildState.Faulted, State);
    }

    [Fact]
    public void A_change_meanwhile_starts_nothing()
    {
        StopSlowly();
        Watcher.Change();
        Process.Exit(ExitStatus.Exited(0));
        ExpectMsg<StopResult>();

        Assert.Equal(ChildState.Stopped, State);
        Assert.Empty(Watcher.Paths);
    }

    [Fact]
    public void A_stop_forgets_crashes_and_failures()
    {
        StartAndListen();
        Crash();
        Probe.Listen();
        Tell(new StopChild("web"));
        ExpectMsg<StopResult>();
        StartAndListen();
        Crash();

        Assert.Equal(ChildState.Restarting, State);
        Assert.Equal(1, Snapshot.Restarts);
    }

    [Fact]
    public void A_bare_name_asks_for_the_spec_that_is_queued()
    {
        StopSlowly();
        Start(Spec with { Args = ["queued"] });
        Tell(StartChild.Known("web"));
        Process.Exit(ExitStatus.Exited(0));
        ExpectMsg<StopResult>();
        Probe.Listen();

        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
        Assert.Equal(["queued"], Process.Spec.Args);
    }

    [Fact]
    public void A_bare_name_never_differs()
    {
        StopSlowly();
        Tell(StartChild.Known("web"));
        Start(Spec with { Args = ["last"] });
        Process.Exit(ExitStatus.Exited(0));
        ExpectMsg<StopResult>();
        Probe.Listen();

        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
    }
}
