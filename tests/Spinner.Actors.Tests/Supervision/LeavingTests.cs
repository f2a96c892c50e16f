using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>A run that has said STOPPING=1: it is going to end by itself.</summary>
public sealed class LeavingTests : ChildTestBase
{
    private static readonly ChildSpec _spec =
        Spec with { Liveness = LivenessCheck.Watchdog(TimeSpan.FromSeconds(5)) with { Grace = TimeSpan.Zero }, MemoryLimit = 1_000_000 };

    private void StartLeaving(ChildSpec? spec = null)
    {
        StartAndListen(spec ?? _spec);
        SayStopping();
    }

    private void SayStopping() => Notify.Send(new() { Stopping = true });

    [Fact]
    public void Nobody_is_sent_to_it_any_more_but_waits_for_the_next_run()
    {
        StartLeaving();
        Start(_spec);
        Tell(new AcquireChild(_spec));
        ExpectNoMsg(TimeSpan.Zero);
        Crash(0);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal(2, ExpectMsg<LeaseGranted>().Run);
    }

    [Fact]
    public void It_is_left_alone_for_its_stop_timeout_and_then_killed()
    {
        StartLeaving();
        AdvanceSeconds(29.9);
        Assert.Empty(Process.Signals);
        Assert.Empty(Process.Kills);
        AdvanceSeconds(0.1);

        Assert.NotEmpty(Launcher.Processes[0].Kills);
        Assert.Equal((ChildState.Restarting, 2), (State, Snapshot.Run));
    }

    [Fact]
    public void Saying_it_again_gives_it_no_more_time()
    {
        StartLeaving();
        AdvanceSeconds(20);
        SayStopping();
        AdvanceSeconds(10);

        Assert.NotEmpty(Launcher.Processes[0].Kills);
    }

    [Fact]
    public void Its_end_is_told_as_announced_and_it_is_restarted()
    {
        StartLeaving();
        Crash(0);

        Assert.Equal((ChildState.Restarting, "ended with exit code 0, as it had said"), (State, Snapshot.Cause));
    }

    [Fact]
    public void Its_end_is_one_end_like_any_other_for_the_restart_policy()
    {
        StartLeaving();
        Crash(0);
        Probe.Listen();
        SayStopping();
        Start(_spec);
        Crash(0);

        Assert.Equal(StartFailureReason.Faulted, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(ChildState.Faulted, State);
    }

    [Fact]
    public void It_has_completed_when_it_ends_well_and_is_only_restarted_on_failure()
    {
        StartLeaving(_spec with { Restart = RestartMode.OnFailure });
        Crash(0);

        Assert.Equal((ChildState.Stopped, "completed: ended with exit code 0, as it had said"), (State, Snapshot.Cause));
    }

    [Fact]
    public void Who_came_while_it_was_ending_gets_another_run_though_it_has_completed()
    {
        StartLeaving(_spec with { Restart = RestartMode.OnFailure });
        Start(_spec with { Restart = RestartMode.OnFailure });
        Crash(0);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void Its_watchdog_is_not_looked_at_any_more()
    {
        StartLeaving();
        AdvanceSeconds(6);
        Notify.Send(new() { Watchdog = true });
        AdvanceSeconds(6);
        Notify.Send(new() { WatchdogTrigger = true });

        Assert.Equal((ChildState.Started, 1, ChildHealth.Unknown), (State, Snapshot.Run, Snapshot.Health));
        Assert.Empty(Process.Signals);
    }

    [Fact]
    public void Its_memory_is_not_looked_at_any_more()
    {
        StartAndListen(_spec);
        Notify.Send(new() { WatchdogInterval = TimeSpan.FromSeconds(100) });
        AdvanceSeconds(5);
        SayStopping();
        Meter.Answer(new GroupUsage(2_000_000, TimeSpan.Zero, 1));
        AdvanceSeconds(5);

        Assert.Equal((ChildState.Started, 1), (State, Snapshot.Run));
        Assert.Empty(Process.Signals);
        Assert.False(Meter.IsAsked);
    }

    [Fact]
    public void It_is_asked_to_end_when_the_child_is_stopped()
    {
        StartLeaving();
        Start(_spec);
        Tell(new StopChild("web"));

        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        Assert.Equal([StopSignal.Terminate], Process.Signals);
        AssertNothingIsLeft();
    }

    [Fact]
    public void What_outlives_SIGKILL_faults_the_child_and_who_waited_is_told()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        StartLeaving();
        Start(_spec);
        AdvanceSeconds(30);
        ExpectNoMsg(TimeSpan.Zero);
        AdvanceSeconds(10);

        Assert.Equal(StartFailureReason.Faulted, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(ChildState.Faulted, State);
        Assert.True(Assert.Single(Ports.Returned).Quarantine);
    }

    [Fact]
    public void Who_waits_for_its_end_is_sent_to_the_run_that_takes_over_from_it()
    {
        StartLeaving(_spec with { Tandem = true });
        Start(_spec with { Tandem = true });
        Watcher.Change();
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_child_that_is_not_up_yet_and_says_it_fails_its_start_by_ending()
    {
        Start(_spec);
        SayStopping();
        Crash(0);

        Assert.Equal(StartFailureReason.Exited, ExpectMsg<StartFailed>().Reason);
    }
}
