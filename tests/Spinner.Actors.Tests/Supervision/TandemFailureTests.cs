using Spinner.Processes;
using Spinner.Probes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>An update whose new run does not come up.</summary>
public sealed class TandemFailureTests : TandemTestBase
{
    private void AssertTheOldRunServes(StartFailureReason because)
    {
        ChildSnapshot child = Snapshot;
        Assert.Equal((ChildState.Started, UpdatePhase.None, because), (child.State, child.Update, child.UpdateFailure!.Reason));
        Assert.Equal((1, 7000, First.Identity.Pid), (Ask().Run, Ask().Port, Ask().Pid));
        Assert.Empty(First.Signals);
        Assert.Equal(7000, Assert.Single(Ports.Out).Endpoint.Port);
        Assert.All(Launcher.Processes.Skip(1), process => Assert.True(process.IsGone));
    }

    private void FailUpdate()
    {
        BeginUpdate();
        Second.Exit(ExitStatus.Exited(7));
    }

    [Fact]
    public void A_new_run_that_ends_too_early_leaves_the_old_one_serving()
    {
        BeginUpdate();
        RunOutput.Write(true, "no such table"u8);
        Second.Exit(ExitStatus.Exited(7));

        AssertTheOldRunServes(StartFailureReason.Exited);
        Assert.Equal(["no such table"], Snapshot.UpdateFailure!.StderrTail);
        Assert.Equal(ExitStatus.Exited(7), Snapshot.UpdateFailure!.Exit);
    }

    [Fact]
    public void A_new_run_that_does_not_listen_in_time_leaves_the_old_one_serving()
    {
        BeginUpdate();
        AdvanceSeconds(5);

        AssertTheOldRunServes(StartFailureReason.TimedOut);
    }

    [Fact]
    public void A_new_run_that_cannot_be_spawned_leaves_the_old_one_serving()
    {
        StartAndListen(Tandem);
        Launcher.Refuses = Refusal;
        Watcher.Change();

        AssertTheOldRunServes(StartFailureReason.SpawnFailed);
    }

    [Fact]
    public void A_new_run_whose_pending_spawn_is_refused_leaves_the_old_one_serving()
    {
        StartAndListen(Tandem);
        Launcher.Holds = true;
        Watcher.Change();
        Launcher.RefuseHeld(Refusal);

        AssertTheOldRunServes(StartFailureReason.SpawnFailed);
    }

    [Fact]
    public void A_source_that_does_not_build_leaves_the_old_run_serving()
    {
        Start(new ChildSpec { Name = "web", Script = "/src/app.cs", Monitor = ["/src/app.cs"], Tandem = true });
        Builder.Finish();
        Probe.Listen();
        Watcher.Change();
        Assert.Single(Launcher.Processes);
        Builder.Finish(new ScriptBuild(null, "exit code 1", ["app.cs(1): error"]));

        AssertTheOldRunServes(StartFailureReason.BuildFailed);
        Assert.Equal(["app.cs(1): error"], Snapshot.UpdateFailure!.StderrTail);
    }

    [Fact]
    public void Without_a_second_port_the_old_run_goes_on_serving()
    {
        StartAndListen(Tandem);
        Ports.Holds = true;
        Watcher.Change();
        Ports.RefuseHeld("the range is used up");

        AssertTheOldRunServes(StartFailureReason.NoPort);
    }

    [Fact]
    public void A_stranger_on_the_new_port_costs_that_port_and_not_the_update()
    {
        BeginUpdate();
        ListenAs(ListenerOwner.Stranger);

        Assert.True(Assert.Single(Ports.Returned).Quarantine);
        Probe.Listen();
        Assert.Equal((3, 7002), (Ask().Run, Ask().Port));
    }

    [Fact]
    public void Strangers_on_one_port_after_another_leave_the_old_run_serving()
    {
        BeginUpdate();
        for (int port = 0; port < 4; port++) ListenAs(ListenerOwner.Stranger);

        AssertTheOldRunServes(StartFailureReason.PortTaken);
    }

    [Fact]
    public void A_change_while_a_robbed_candidate_is_cleared_away_finds_another_port()
    {
        StartAndListen(Tandem);
        Launcher.Prepare = process => process.IsMortal = false;
        Watcher.Change();
        ListenAs(ListenerOwner.Stranger);
        Watcher.Change();
        Second.Exit(ExitStatus.Signalled("SIGKILL"));
        Probe.Listen();

        Assert.Equal((3, 7002), (Ask().Run, Ask().Port));
        Assert.True(Assert.Single(Ports.Returned).Quarantine);
    }

    [Fact]
    public void A_new_source_that_cannot_be_watched_leaves_the_old_run_serving_and_its_source_watched()
    {
        StartAndListen(Tandem);
        Watcher.Holds = true;
        Tell(new RestartChild("web", Tandem with { Monitor = ["/src/gone"] }));
        Watcher.Refuses = "no such file";
        Watcher.Arm();
        (Watcher.Refuses, Watcher.Holds) = (null, false);
        Watcher.Arm();

        Assert.Equal(StartFailureReason.SpawnFailed, ExpectMsg<StartFailed>().Reason);
        AssertTheOldRunServes(StartFailureReason.SpawnFailed);
        Watcher.Change();
        Assert.Equal(UpdatePhase.Starting, Update);
    }

    [Fact]
    public void A_failed_update_is_told_with_its_cause_and_failure()
    {
        BeginUpdate();
        RunOutput.Write(true, "no such table"u8);
        Second.Exit(ExitStatus.Exited(7));

        Events.ExpectMsg<ChildStarted>();
        Events.ExpectMsg<ChildUpdateChanged>();
        ChildUpdateChanged over = Events.ExpectMsg<ChildUpdateChanged>();
        Assert.Equal((UpdatePhase.None, "update failed: Exited"), (over.Phase, over.Cause));
        ChildUpdateFailed failed = Events.ExpectMsg<ChildUpdateFailed>();
        Assert.Equal(("changed: /src/app", StartFailureReason.Exited), (failed.Cause, failed.Failure.Reason));
        Assert.Equal(ExitStatus.Exited(7), failed.Exit);
        Assert.Equal(["no such table"], failed.StderrTail);
        Events.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Nothing_is_tried_again_before_the_next_change()
    {
        FailUpdate();
        AdvanceSeconds(25 * 60);
        Assert.Equal(2, Launcher.Processes.Count);
        Watcher.Change();
        Probe.Listen();

        Assert.Equal((3, UpdatePhase.Draining), (Ask().Run, Update));
        Assert.Null(Snapshot.UpdateFailure);
    }

    [Fact]
    public void A_failed_update_counts_neither_as_a_failed_start_nor_as_a_crash()
    {
        FailUpdate();
        Assert.Equal((0, null), (Snapshot.FailedStarts, Snapshot.LastError));
        First.Exit(ExitStatus.Exited(1));

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_restart_by_request_is_answered_with_the_failure_of_the_new_run()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web"));
        Second.Exit(ExitStatus.Exited(7));

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal((StartFailureReason.Exited, ExitStatus.Exited(7)), (failed.Reason, failed.Exit));
        AssertTheOldRunServes(StartFailureReason.Exited);
    }

    [Fact]
    public void A_spec_whose_run_does_not_come_up_is_taken_back()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web", Tandem with { Args = ["--broken"], Monitor = ["/src/other"] }));
        Assert.Equal(["--broken"], Second.Spec.Args);
        Second.Exit(ExitStatus.Exited(7));
        ExpectMsg<StartFailed>();

        Assert.Equal(["/src/app"], Watcher.Paths);
        Assert.False(Ask<StartSucceeded>(new StartChild(Tandem)).SpecDiffers);
        Watcher.Change();
        Assert.Equal(["--port", "7002"], Third.Spec.Args);
    }

    [Fact]
    public void A_candidate_that_cannot_be_killed_fails_the_update_and_withholds_its_port()
    {
        StartAndListen(Tandem);
        Launcher.Prepare = process => process.IsMortal = false;
        Watcher.Change();
        AdvanceSeconds(5);
        Assert.Equal(UpdatePhase.Starting, Update);
        AdvanceSeconds(10);

        Assert.Equal((ChildState.Started, UpdatePhase.None, 1), (State, Update, Ask().Run));
        Assert.Contains("could not be killed", Snapshot.UpdateFailure!.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(Ports.Returned).Quarantine);
    }

    [Fact]
    public void An_update_beside_a_candidate_that_cannot_be_killed_is_refused_until_it_has_ended()
    {
        StartAndListen(Tandem);
        Launcher.Prepare = process => process.IsMortal = false;
        Watcher.Change();
        AdvanceSeconds(5);
        AdvanceSeconds(10);
        Tell(new RestartChild("web"));
        Assert.Contains("could not be killed", ExpectMsg<StartFailed>().Message, StringComparison.Ordinal);
        Second.Exit(ExitStatus.Signalled("SIGKILL"));
        Tell(new RestartChild("web"));
        Probe.Listen();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void An_update_that_waits_for_an_old_run_that_cannot_be_killed_fails()
    {
        Launcher.Prepare = process => (process.Obeys, process.IsMortal) = (false, false);
        UpdateUntilDraining();
        Tell(new RestartChild("web", Tandem with { Args = ["--new"] }));
        AdvanceSeconds(10);
        AdvanceSeconds(30);
        ExpectNoMsg(TimeSpan.Zero);
        AdvanceSeconds(10);

        Assert.Contains("could not be killed", ExpectMsg<StartFailed>().Message, StringComparison.Ordinal);
        Assert.Equal((ChildState.Started, 2), (State, Ask().Run));
        Assert.False(Ask<StartSucceeded>(new StartChild(Tandem)).SpecDiffers);
    }

    [Fact]
    public void Too_many_callers_of_an_update_are_told_so()
    {
        Options.MaxWaiters = 2;
        StartAndListen(Tandem);
        Tell(new RestartChild("web"));
        Tell(new RestartChild("web"));

        Assert.Equal(StartFailureReason.Busy, Ask<StartFailed>(new RestartChild("web")).Reason);
        Assert.Equal(3, Launcher.Processes.Count);
    }
}
