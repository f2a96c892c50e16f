using Akka.TestKit;
using Spinner.Probes;
using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>One of the two runs of an update is lost.</summary>
public sealed class TandemLossTests : TandemTestBase
{
    private static readonly ExitStatus _crash = ExitStatus.Exited(1);

    [Fact]
    public void When_the_run_that_serves_crashes_its_candidate_takes_over_where_it_is()
    {
        BeginUpdate();
        First.Exit(_crash);
        Assert.Equal((ChildState.Restarting, UpdatePhase.None), (State, Update));
        Start(Tandem);
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        StartSucceeded started = ExpectMsg<StartSucceeded>();
        Assert.Equal((2, 7001, Second.Identity.Pid), (started.Run, started.Port, started.Pid));
        Assert.Equal(2, Launcher.Processes.Count);
        Assert.Equal(1, Snapshot.Restarts);
    }

    [Fact]
    public void Who_asked_for_the_update_waits_for_the_candidate_that_takes_over()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web"));
        First.Exit(_crash);
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_candidate_that_took_over_and_does_not_come_up_faults_the_child()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web"));
        First.Exit(_crash);
        Start(Tandem);
        Second.Exit(ExitStatus.Exited(7));

        Assert.Equal(StartFailureReason.Exited, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(StartFailureReason.Exited, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(ChildState.Faulted, State);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_hand_over_to_the_candidate_is_told()
    {
        BeginUpdate();
        First.Exit(_crash);
        Probe.Listen();

        Events.ExpectMsg<ChildStarted>();
        Events.ExpectMsg<ChildUpdateChanged>();
        ChildUpdateChanged over = Events.ExpectMsg<ChildUpdateChanged>();
        Assert.Equal((UpdatePhase.None, "ended with exit code 1"), (over.Phase, over.Cause));
        ChildRestarted restarted = Events.ExpectMsg<ChildRestarted>();
        Assert.Equal((2, 7001), (restarted.Run, restarted.Endpoint.Port));
        Events.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_candidate_takes_over_at_whatever_step_it_is()
    {
        StartAndListen(Tandem);
        Ports.Holds = Launcher.Holds = true;
        Watcher.Change();
        First.Exit(_crash);
        Assert.True(First.IsGone);
        Ports.Release();
        Launcher.Release();
        Probe.Listen();

        Assert.Equal((2, 7001), (Ask().Run, Ask().Port));
    }

    [Fact]
    public void A_run_that_is_no_longer_well_hands_over_to_its_candidate_and_is_asked_to_end()
    {
        Disobey();
        StartAndListen(Tandem with { Liveness = LivenessCheck.Watchdog(TimeSpan.FromSeconds(4)) });
        Watcher.Change();
        AdvanceSeconds(4);

        Assert.Equal(ChildState.Restarting, State);
        Assert.Equal([StopSignal.Terminate], First.Signals);
        Assert.Empty(First.Kills);
        Probe.Listen();
        Assert.Equal(2, Ask().Run);
    }

    [Fact]
    public void When_the_new_run_crashes_the_old_one_serves_again()
    {
        UpdateUntilDraining();
        Second.Exit(_crash);

        ChildSnapshot child = Snapshot;
        Assert.Equal((ChildState.Started, UpdatePhase.None, 7000), (child.State, child.Update, child.Endpoint!.Port));
        Assert.Equal((StartFailureReason.Exited, _crash), (child.UpdateFailure!.Reason, child.UpdateFailure.Exit!));
        Assert.Equal((1, First.Identity.Pid), (Ask().Run, Ask().Pid));
        Assert.Equal(7000, Assert.Single(Ports.Out).Endpoint.Port);
    }

    [Fact]
    public void The_return_of_the_old_run_is_told()
    {
        UpdateUntilDraining();
        Events.ReceiveN(4);
        Second.Exit(_crash);

        Assert.Equal(UpdatePhase.None, Events.ExpectMsg<ChildUpdateChanged>().Phase);
        ChildUpdateFailed failed = Events.ExpectMsg<ChildUpdateFailed>();
        Assert.Equal(("changed: /src/app", _crash), (failed.Cause, failed.Exit!));
        ChildRestarted again = Events.ExpectMsg<ChildRestarted>();
        Assert.Equal((1, 7000, "run 2 ended with exit code 1; run 1 serves again"), (again.Run, again.Endpoint.Port, again.Cause));
        Events.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void An_old_run_that_serves_again_goes_on_for_more_than_the_tandem_time()
    {
        UpdateUntilDraining();
        Second.Exit(_crash);
        AdvanceSeconds(60);

        Assert.Empty(First.Signals);
        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void An_old_run_that_serves_again_is_stopped_when_it_is_idle()
    {
        UpdateUntilDraining();
        Second.Exit(_crash);
        AdvanceSeconds(30 * 60);

        Assert.Equal(ChildState.Stopped, State);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Who_holds_the_lost_run_is_told_where_the_old_one_is()
    {
        UpdateUntilDraining();
        (TestProbe holder, LeaseGranted lease) = Hold();
        Second.Exit(_crash);

        LeaseRebound rebound = holder.ExpectMsg<LeaseRebound>();
        Assert.Equal((lease.Lease, 1, 7000), (rebound.Lease, rebound.Run, rebound.Endpoint.Port));
    }

    [Fact]
    public void A_spec_whose_run_crashes_beside_the_old_one_is_taken_back()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web", Tandem with { Args = ["--new"] }));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Second.Exit(_crash);

        Assert.False(Ask<StartSucceeded>(new StartChild(Tandem)).SpecDiffers);
    }

    [Fact]
    public void An_update_that_waits_is_begun_when_the_run_it_was_to_replace_has_crashed()
    {
        UpdateUntilDraining();
        ChildSpec next = Tandem with { Args = ["--next"] };
        Tell(new RestartChild("web", next));
        Second.Exit(_crash);
        ExpectNoMsg(TimeSpan.Zero);

        Assert.Equal((1, UpdatePhase.Starting), (Ask().Run, Update));
        Assert.Equal(["--next"], Third.Spec.Args);
        Probe.Listen();
        Assert.Equal((3, false), (ExpectMsg<StartSucceeded>().Run, Ask<StartSucceeded>(new StartChild(next)).SpecDiffers));
        Assert.Null(Snapshot.UpdateFailure);
    }

    [Fact]
    public void Who_came_while_the_new_run_was_leaving_is_sent_to_the_old_one()
    {
        UpdateUntilDraining(Tandem with { Liveness = LivenessCheck.Watchdog(TimeSpan.FromHours(1)) });
        Notify.Send(new NotifyMessage { Stopping = true });
        Tell(StartChild.Known("web"));
        ExpectNoMsg(TimeSpan.Zero);
        Second.Exit(ExitStatus.Exited(0));

        Assert.Equal(1, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void An_old_run_that_is_leaving_does_not_serve_again()
    {
        UpdateUntilDraining(Tandem with { Liveness = LivenessCheck.Watchdog(TimeSpan.FromHours(1)) });
        Notify.Send(Notify.Open[0], new NotifyMessage { Stopping = true });
        Second.Exit(_crash);

        Assert.Equal(ChildState.Restarting, State);
        Probe.Listen();
        Assert.Equal((3, 7001), (Ask().Run, Ask().Port));
    }

    [Fact]
    public void An_old_run_that_says_it_is_leaving_and_stays_is_killed()
    {
        Disobey();
        UpdateUntilDraining(Tandem with { TandemTime = TimeSpan.FromHours(1), Liveness = LivenessCheck.Watchdog(TimeSpan.FromHours(1)) });
        Notify.Send(Notify.Open[0], new NotifyMessage { Stopping = true });
        AdvanceSeconds(30);

        Assert.True(First.IsGone);
        Assert.Equal((UpdatePhase.None, 2), (Update, Ask().Run));
    }

    [Fact]
    public void Once_the_old_run_was_asked_to_end_a_crash_is_followed_by_an_ordinary_restart()
    {
        Disobey();
        UpdateUntilDraining();
        AdvanceSeconds(10);
        Second.Exit(_crash);

        Assert.Equal((ChildState.Restarting, UpdatePhase.None), (State, Update));
        Probe.Listen();
        Assert.Equal((3, 7001), (Ask().Run, Ask().Port));
        Assert.False(First.HasExited);
        AdvanceSeconds(30);
        Assert.True(First.IsGone);
        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void An_update_that_waits_is_overtaken_by_the_restart_after_a_crash()
    {
        Disobey();
        UpdateUntilDraining();
        AdvanceSeconds(10);
        Tell(new RestartChild("web", Tandem with { Args = ["--next"] }));
        Second.Exit(_crash);
        Probe.Listen();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal(["--next"], Third.Spec.Args);
        First.Exit(ExitStatus.Exited(0));
        Assert.Equal((3, UpdatePhase.None), (Launcher.Processes.Count, Update));
    }

    [Fact]
    public void The_crash_of_the_old_run_ends_the_update()
    {
        StartAndListen(Tandem);
        TestProbe holder = Hold().Holder;
        Watcher.Change();
        Probe.Listen();
        First.Exit(_crash);

        Assert.Equal((ChildState.Started, UpdatePhase.None, 2), (State, Update, Ask().Run));
        Assert.Equal(2, holder.ExpectMsg<LeaseRebound>().Run);
        Assert.Equal(7000, Assert.Single(Ports.Returned).Lease.Endpoint.Port);
        Assert.True(First.IsGone);
    }

    [Fact]
    public void A_crash_of_the_old_run_is_no_crash_of_the_child()
    {
        UpdateUntilDraining();
        First.Exit(_crash);
        Second.Exit(_crash);

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void What_depends_on_the_health_of_the_child_is_content_with_the_old_run_when_it_serves_again()
    {
        StartAndListen(Tandem with { Liveness = LivenessCheck.Tcp with { Interval = TimeSpan.FromSeconds(2) } });
        AdvanceSeconds(2);
        Health.Pass();
        Watcher.Change();
        Probe.Listen();
        TestProbe dependent = CreateTestProbe();
        Child.Tell(new AwaitDependency("web", DependencyCondition.Healthy, "app", 1), dependent);
        dependent.ExpectNoMsg(TimeSpan.Zero);
        Second.Exit(_crash);

        dependent.ExpectMsg<DependencyMet>();
    }
}
