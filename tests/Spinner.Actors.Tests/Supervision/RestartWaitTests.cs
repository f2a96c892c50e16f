using Spinner.Probes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>Restarts that do not come up under a policy that tries again, and the wait before they do.</summary>
public sealed class RestartWaitTests : ChildTestBase
{
    private static readonly ChildSpec _spec = Spec with { Restart = RestartMode.Always, Backoff = TimeSpan.FromSeconds(8) };

    /// <summary>The child has crashed, its restart as well; eight seconds are to pass before the next.</summary>
    private void FailToRestart(ChildSpec? spec = null)
    {
        StartAndListen(spec ?? _spec);
        Crash();
        Crash(2);
        Assert.Equal(2, Launcher.Processes.Count);
    }

    [Theory]
    [InlineData(RestartMode.Always)]
    [InlineData(RestartMode.OnFailure)]
    public void A_restart_that_does_not_come_up_is_tried_again_on_its_port(RestartMode mode)
    {
        FailToRestart(_spec with { Restart = mode });
        Assert.Equal((ChildState.Restarting, "restart failed: Exited"), (State, Snapshot.Cause));
        AdvanceSeconds(7.9);
        Assert.Equal(2, Launcher.Processes.Count);
        AdvanceSeconds(0.1);
        Probe.Listen();
        Start(_spec);

        StartSucceeded started = ExpectMsg<StartSucceeded>();
        Assert.Equal((3, 7000), (started.Run, started.Port));
        Assert.Equal("wait", started.Journey[0].Step);
        Assert.Equal((0, null), (Snapshot.FailedStarts, Snapshot.LastError));
    }

    [Fact]
    public void Who_waited_for_it_is_told_why_it_failed_and_when_it_is_tried_again()
    {
        StartAndListen(_spec);
        Crash();
        Start(_spec);
        Crash(2);

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(
            (StartFailureReason.Exited, ExitStatus.Exited(2), TimeSpan.FromSeconds(8)), (failed.Reason, failed.Exit, failed.RetryAfter));
    }

    [Fact]
    public void It_is_told_as_an_error()
    {
        StartAndListen(_spec);
        Crash();
        Sys.EventStream.Subscribe(TestActor, typeof(ChildError));
        Crash(2);

        Assert.Equal(StartFailureReason.Exited, ExpectMsg<ChildError>().Failure.Reason);
        Assert.Equal(StartFailureReason.Exited, Snapshot.LastError!.Reason);
    }

    [Fact]
    public void The_snapshot_counts_down_to_the_next_attempt()
    {
        FailToRestart();
        Assert.Equal(TimeSpan.FromSeconds(8), Snapshot.NextAttempt);
        AdvanceSeconds(3);
        Assert.Equal(TimeSpan.FromSeconds(5), Snapshot.NextAttempt);
        AdvanceSeconds(5);

        Assert.Null(Snapshot.NextAttempt);
    }

    [Fact]
    public void The_wait_grows_with_every_restart_that_does_not_come_up()
    {
        FailToRestart();
        AdvanceSeconds(8);
        Crash();

        Assert.Equal(TimeSpan.FromSeconds(16), Snapshot.NextAttempt);
    }

    [Fact]
    public void A_restart_that_does_not_listen_in_time_is_tried_again()
    {
        StartAndListen(_spec);
        Crash();
        AdvanceSeconds(5);
        Assert.Equal((ChildState.Restarting, TimeSpan.FromSeconds(8)), (State, Snapshot.NextAttempt));
        AdvanceSeconds(8);

        Assert.Equal(3, Launcher.Processes.Count);
    }

    [Fact]
    public void A_spawn_that_is_refused_is_tried_again()
    {
        StartAndListen(_spec);
        Launcher.Refuses = Refusal;
        Crash();
        Launcher.Refuses = null;
        Assert.Equal((ChildState.Restarting, StartFailureReason.SpawnFailed), (State, Snapshot.LastError!.Reason));
        AdvanceSeconds(8);
        Probe.Listen();

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void A_port_that_strangers_take_time_after_time_is_given_up_before_the_next_attempt()
    {
        StartAndListen(_spec);
        Crash();
        for (int taken = 0; taken < 4; taken++)
        {
            ListenAs(ListenerOwner.Stranger);
        }

        Assert.Empty(Ports.Out);
        Assert.All(Ports.Returned, back => Assert.True(back.Quarantine));
        AdvanceSeconds(8);
        Probe.Listen();

        Assert.Equal(7004, Snapshot.Endpoint!.Port);
    }

    [Fact]
    public void A_start_during_the_wait_gets_the_next_run()
    {
        FailToRestart();
        Start(_spec);
        ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(2, Launcher.Processes.Count);
        AdvanceSeconds(8);
        Probe.Listen();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_restart_by_request_ends_the_wait()
    {
        FailToRestart();
        Tell(new RestartChild("web"));
        Assert.Equal(3, Launcher.Processes.Count);
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        AdvanceSeconds(8);

        Assert.Equal((ChildState.Started, 3), (State, Launcher.Processes.Count));
    }

    [Fact]
    public void A_change_ends_the_wait()
    {
        FailToRestart();
        Watcher.Change();

        Assert.Equal(3, Launcher.Processes.Count);
        Assert.Null(Snapshot.NextAttempt);
    }

    [Fact]
    public void A_stop_ends_the_wait_and_nothing_comes_after_it()
    {
        FailToRestart();
        Tell(new StopChild("web"));
        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        AdvanceSeconds(100);

        Assert.Equal((ChildState.Stopped, 2), (State, Launcher.Processes.Count));
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_restart_by_request_that_does_not_come_up_is_tried_again_after_a_wait()
    {
        StartAndListen(_spec);
        Tell(new RestartChild("web"));
        Crash();

        Assert.Equal(StartFailureReason.Exited, ExpectMsg<StartFailed>().Reason);
        Assert.Equal((ChildState.Restarting, TimeSpan.FromSeconds(8)), (State, Snapshot.NextAttempt));
    }

    [Fact]
    public void More_attempts_within_the_window_than_are_allowed_fault_the_child()
    {
        FailToRestart(_spec with { RestartLimit = 2 });
        AdvanceSeconds(8);
        Start(_spec);
        Crash();

        Assert.Equal(
            (ChildState.Faulted, "restart failed: Exited, unexpected end number 3 within 1 min (restart-limit 2)"), (State, Snapshot.Cause));
        Assert.Equal(TimeSpan.FromSeconds(60), ExpectMsg<StartFailed>().RetryAfter);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_first_start_that_fails_is_not_tried_again()
    {
        Start(_spec);
        Crash();
        AdvanceSeconds(100);

        Assert.Equal((ChildState.Stopped, 1), (State, Launcher.Processes.Count));
    }
}
