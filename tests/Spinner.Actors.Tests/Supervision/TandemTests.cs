using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>An update in tandem that goes well.</summary>
public sealed class TandemTests : TandemTestBase
{
    private const long Megabyte = 1 << 20;

    private static readonly ChildSpec _limited = Tandem with { MemoryLimit = 100 * Megabyte };

    private void Use(long megabytes) => Meter.Answer(new GroupUsage(megabytes * Megabyte, TimeSpan.Zero, 1));

    [Fact]
    public void A_change_starts_a_second_run_on_another_port_while_the_first_serves()
    {
        BeginUpdate();

        Assert.Equal(["--port", "7001"], Second.Spec.Args);
        Assert.Empty(First.Signals);
        Assert.Equal((ChildState.Started, 7000, First.Identity.Pid), (State, Snapshot.Endpoint!.Port, Snapshot.Pid!.Value));
    }

    [Fact]
    public void Callers_are_sent_to_the_old_run_until_the_new_one_is_ready_and_to_the_new_one_from_then_on()
    {
        BeginUpdate();
        StartSucceeded before = Ask();
        Probe.Listen();
        StartSucceeded after = Ask();

        Assert.Equal((1, 7000, First.Identity.Pid), (before.Run, before.Port, before.Pid));
        Assert.Equal((2, 7001, Second.Identity.Pid), (after.Run, after.Port, after.Pid));
        Assert.Equal(1, Snapshot.Restarts);
    }

    [Fact]
    public void An_update_is_told_step_by_step()
    {
        UpdateUntilDraining();
        AdvanceSeconds(10);

        Events.ExpectMsg<ChildStarted>();
        ChildUpdateChanged begun = Events.ExpectMsg<ChildUpdateChanged>();
        Assert.Equal((UpdatePhase.Starting, 2, "changed: /src/app"), (begun.Phase, begun.Run, begun.Cause));
        ChildUpdateChanged ready = Events.ExpectMsg<ChildUpdateChanged>();
        Assert.Equal((UpdatePhase.Draining, 2, "changed: /src/app"), (ready.Phase, ready.Run, ready.Cause));
        ChildRestarted restarted = Events.ExpectMsg<ChildRestarted>();
        Assert.Equal((2, 7001, "changed: /src/app"), (restarted.Run, restarted.Endpoint.Port, restarted.Cause));
        ChildUpdateChanged over = Events.ExpectMsg<ChildUpdateChanged>();
        Assert.Equal((UpdatePhase.None, 2, "run 1 has ended"), (over.Phase, over.Run, over.Cause));
        Events.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void The_end_of_an_update_by_a_stop_is_told_as_well()
    {
        BeginUpdate();
        Events.ExpectMsg<ChildStarted>();
        Events.ExpectMsg<ChildUpdateChanged>();
        Ask<StopResult>(new StopChild("web"));

        ChildUpdateChanged over = Events.ExpectMsg<ChildUpdateChanged>();
        Assert.Equal((UpdatePhase.None, "asked to stop"), (over.Phase, over.Cause));
        Assert.True(Events.ExpectMsg<ChildStopped>().Version > over.Version);
    }

    [Fact]
    public void A_restart_by_request_is_answered_with_the_new_run()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web"));
        Assert.Equal(1, Ask().Run);
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        StartSucceeded restarted = ExpectMsg<StartSucceeded>();
        Assert.Equal((2, 7001), (restarted.Run, restarted.Port));
    }

    [Fact]
    public void The_old_run_is_asked_to_end_when_the_tandem_time_has_passed()
    {
        UpdateUntilDraining();
        AdvanceSeconds(9.9);
        Assert.Empty(First.Signals);
        AdvanceSeconds(0.1);

        Assert.Equal([StopSignal.Terminate], First.Signals);
        Assert.True(First.IsGone);
        Assert.Equal((ChildState.Started, UpdatePhase.None, 7001), (State, Update, Snapshot.Endpoint!.Port));
        Assert.Equal(7000, Assert.Single(Ports.Returned).Lease.Endpoint.Port);
    }

    [Fact]
    public void The_tandem_time_is_that_of_the_old_run()
    {
        StartAndListen(Tandem with { TandemTime = TimeSpan.FromSeconds(3) });
        Tell(new RestartChild("web", Tandem));
        Probe.Listen();
        AdvanceSeconds(3);

        Assert.True(First.IsGone);
    }

    [Fact]
    public void An_old_run_that_does_not_end_when_asked_is_killed_when_its_stop_timeout_has_passed()
    {
        Disobey();
        UpdateUntilDraining();
        AdvanceSeconds(10);
        AdvanceSeconds(29.9);
        Assert.Empty(First.Kills);
        AdvanceSeconds(0.1);

        Assert.Equal([RunScope.Run], First.Kills);
        Assert.Equal(UpdatePhase.None, Update);
    }

    [Fact]
    public void A_held_old_run_is_asked_to_end_as_soon_as_its_last_lease_is_released()
    {
        StartAndListen(Tandem);
        LeaseGranted one = Hold().Lease, other = Hold().Lease;
        Watcher.Change();
        Probe.Listen();
        Release(one);
        Assert.Empty(First.Signals);
        Release(other);

        Assert.Equal([StopSignal.Terminate], First.Signals);
    }

    [Fact]
    public void A_release_of_the_new_run_does_not_end_the_old_one()
    {
        StartAndListen(Tandem);
        Hold();
        Watcher.Change();
        Probe.Listen();
        LeaseGranted later = Hold().Lease;
        Release(later);

        Assert.Equal(2, later.Run);
        Assert.Empty(First.Signals);
    }

    [Fact]
    public void A_lease_taken_while_the_new_run_comes_up_is_of_the_old_one()
    {
        BeginUpdate();

        Assert.Equal((1, 7000), (Hold().Lease.Run, Hold().Lease.Endpoint.Port));
    }

    [Fact]
    public void Who_holds_the_old_run_is_told_of_the_new_one_once_and_in_good_time()
    {
        StartAndListen(Tandem);
        (Akka.TestKit.TestProbe holder, LeaseGranted lease) = Hold();
        Watcher.Change();
        Probe.Listen();

        LeaseRebound rebound = holder.ExpectMsg<LeaseRebound>();
        Assert.Equal((lease.Lease, 2, 7001), (rebound.Lease, rebound.Run, rebound.Endpoint.Port));
        AdvanceSeconds(10);
        holder.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(1, Snapshot.Leases);
    }

    [Fact]
    public void A_change_while_the_new_run_comes_up_replaces_it_on_its_port()
    {
        BeginUpdate();
        Watcher.Change();

        Assert.True(Second.IsGone);
        Assert.Equal(["--port", "7001"], Third.Spec.Args);
        Assert.Empty(First.Signals);
        Probe.Listen();
        Assert.Equal((3, 7001), (Ask().Run, Ask().Port));
    }

    [Fact]
    public void A_candidate_that_is_replaced_while_its_spawn_is_pending_never_serves()
    {
        StartAndListen(Tandem);
        Launcher.Holds = true;
        Watcher.Change();
        Watcher.Change();
        Launcher.Release();
        Launcher.Release();
        Probe.Listen();

        Assert.True(Second.IsGone);
        Assert.Equal(Third.Identity.Pid, Ask().Pid);
    }

    [Fact]
    public void Everybody_who_asked_for_a_restart_gets_the_run_that_comes_up_in_the_end()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web"));
        Tell(new RestartChild("web"));
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_change_while_the_old_run_drains_waits_for_its_end()
    {
        UpdateUntilDraining();
        Watcher.Change();
        Assert.Equal(2, Launcher.Processes.Count);
        AdvanceSeconds(10);

        Assert.True(First.IsGone);
        Assert.Equal((3, UpdatePhase.Starting, 2), (Launcher.Processes.Count, Update, Ask().Run));
        Probe.Listen();
        Assert.Equal(3, Ask().Run);
    }

    [Fact]
    public void A_restart_while_the_old_run_drains_is_answered_with_the_run_after_it()
    {
        UpdateUntilDraining();
        Tell(new RestartChild("web"));
        AdvanceSeconds(10);
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_restart_with_a_spec_that_is_not_in_tandem_ends_the_update_and_is_an_ordinary_one()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web"));
        Tell(new RestartChild("web", Spec));

        Assert.True(First.IsGone && Second.IsGone);
        Assert.Equal(ChildState.Restarting, State);
        Probe.Listen();
        Assert.Equal((3, 7000), (ExpectMsg<StartSucceeded>().Run, ExpectMsg<StartSucceeded>().Port));
    }

    [Fact]
    public void A_child_nobody_asks_for_is_stopped_for_it_after_an_update_as_well()
    {
        StartAndListen(Tandem);
        AdvanceSeconds(20 * 60);
        Watcher.Change();
        Probe.Listen();
        AdvanceSeconds(9 * 60);
        Assert.Equal(ChildState.Started, State);
        AdvanceSeconds(61);

        Assert.Equal((ChildState.Stopped, "idle"), (State, Snapshot.Cause));
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_idle_stop_while_the_new_run_comes_up_ends_both()
    {
        BeginUpdate(Tandem with { IdleTime = TimeSpan.FromSeconds(4) });
        AdvanceSeconds(4);

        Assert.Equal((ChildState.Stopped, UpdatePhase.None), (State, Update));
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_idle_stop_while_the_old_run_drains_ends_both()
    {
        UpdateUntilDraining(Tandem with { IdleTime = TimeSpan.FromSeconds(4) });
        AdvanceSeconds(4);

        Assert.Equal((ChildState.Stopped, UpdatePhase.None), (State, Update));
        AssertNothingIsLeft();
    }

    [Fact]
    public void Too_much_memory_begins_an_update()
    {
        StartAndListen(_limited);
        AdvanceSeconds(5);
        Use(200);

        Assert.Equal((UpdatePhase.Starting, 1), (Update, Ask().Run));
        Assert.Empty(First.Signals);
        Probe.Listen();
        Assert.Equal(2, Ask().Run);
    }

    [Fact]
    public void Too_much_memory_while_the_new_run_comes_up_does_not_cost_the_old_one()
    {
        StartAndListen(_limited);
        AdvanceSeconds(4);
        Watcher.Change();
        AdvanceSeconds(1);
        Use(200);

        Assert.Equal((ChildState.Started, UpdatePhase.Starting, 1), (State, Update, Ask().Run));
        Assert.Empty(First.Signals);
    }

    [Fact]
    public void A_limit_of_memory_that_another_update_has_failed_to_help_begins_one_of_its_own()
    {
        StartAndListen(_limited);
        AdvanceSeconds(4);
        Watcher.Change();
        AdvanceSeconds(1);
        Use(200);
        Second.Exit(ExitStatus.Exited(1));
        Assert.Equal(UpdatePhase.None, Update);
        AdvanceSeconds(5);
        Use(200);

        Assert.Equal((UpdatePhase.Starting, 1), (Update, Ask().Run));
    }

    [Fact]
    public void Who_came_while_the_old_run_was_leaving_is_answered_with_the_new_one()
    {
        StartAndListen(Tandem with { Liveness = LivenessCheck.Watchdog(TimeSpan.FromHours(1)) });
        Notify.Send(new NotifyMessage { Stopping = true });
        Watcher.Change();
        Tell(StartChild.Known("web"));
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void The_health_of_the_new_run_is_its_own()
    {
        ChildSpec checkedSpec = Tandem with { Liveness = LivenessCheck.Tcp with { Interval = TimeSpan.FromSeconds(2) } };
        StartAndListen(checkedSpec);
        AdvanceSeconds(2);
        Health.Pass();
        Assert.Equal(ChildHealth.Healthy, Snapshot.Health);
        Watcher.Change();
        Probe.Listen();

        Assert.Equal(ChildHealth.Unknown, Snapshot.Health);
        AdvanceSeconds(2);
        Assert.Equal(1, Health.Pending);
        Health.Pass();
        Assert.Equal(ChildHealth.Healthy, Snapshot.Health);
    }
}
