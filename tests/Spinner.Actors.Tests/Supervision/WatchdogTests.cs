using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class WatchdogTests : ChildTestBase
{
    private static readonly LivenessCheck _check = LivenessCheck.Watchdog(TimeSpan.FromSeconds(20)) with { Grace = TimeSpan.Zero };
    private static readonly ChildSpec _spec = Spec with { Liveness = _check };

    private void Feed() => Notify.Send(new() { Watchdog = true });

    private void SayInterval(double seconds) => Notify.Send(new() { WatchdogInterval = TimeSpan.FromSeconds(seconds) });

    [Fact]
    public void A_child_is_told_how_long_it_may_be_silent_and_where_to_speak()
    {
        Start(_spec);

        Assert.Equal(("20000000", "/run/1-1.notify"), (Process.Spec.Env["WATCHDOG_USEC"], Process.Spec.Env["NOTIFY_SOCKET"]));
    }

    [Fact]
    public void A_child_that_is_silent_for_too_long_is_restarted()
    {
        StartAndListen(_spec);
        AdvanceSeconds(19.9);
        Assert.Equal(ChildState.Started, State);
        AdvanceSeconds(0.1);

        Assert.Equal((ChildState.Restarting, "it has sent no WATCHDOG=1 in time"), (State, Snapshot.Cause));
        Assert.Equal([StopSignal.Terminate], Launcher.Processes[0].Signals);
    }

    [Fact]
    public void A_child_that_speaks_in_time_goes_on()
    {
        StartAndListen(_spec);
        for (int i = 0; i < 5; i++)
        {
            AdvanceSeconds(15);
            Feed();
        }

        Assert.Equal((ChildState.Started, 1, ChildHealth.Healthy), (State, Snapshot.Run, Snapshot.Health));
    }

    [Fact]
    public void A_child_that_falls_silent_is_told_as_unhealthy()
    {
        StartAndListen(_spec);
        Feed();
        Sys.EventStream.Subscribe(TestActor, typeof(ChildHealthChanged));
        AdvanceSeconds(20);

        Assert.Equal(ChildHealth.Unhealthy, ExpectMsg<ChildHealthChanged>().Health);
    }

    [Fact]
    public void A_child_is_healthy_when_it_has_spoken_as_often_as_it_takes()
    {
        StartAndListen(Spec with { Liveness = _check with { Successes = 2 } });
        Feed();
        Assert.Equal(ChildHealth.Unknown, Snapshot.Health);
        Feed();

        Assert.Equal(ChildHealth.Healthy, Snapshot.Health);
    }

    [Fact]
    public void Silence_within_the_grace_does_not_count()
    {
        StartAndListen(Spec with { Liveness = _check with { Grace = TimeSpan.FromSeconds(60) } });
        Feed();
        AdvanceSeconds(59.9);
        Assert.Equal(ChildState.Started, State);
        AdvanceSeconds(0.1);

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_child_that_asks_for_it_is_restarted_at_once()
    {
        StartAndListen(_spec);
        Notify.Send(new() { WatchdogTrigger = true });

        Assert.Equal((ChildState.Restarting, "it has asked for its watchdog to bite"), (State, Snapshot.Cause));
    }

    [Fact]
    public void A_child_that_has_no_watchdog_cannot_ask_for_it()
    {
        Start(Spec with { Readiness = ReadinessCheck.Notify });
        Probe.Listen();
        Notify.Send(new() { Ready = true });
        Notify.Send(new() { WatchdogTrigger = true });

        Assert.Equal((ChildState.Started, ChildHealth.Unknown), (State, Snapshot.Health));
    }

    [Fact]
    public void A_child_may_say_itself_how_long_it_will_be_silent()
    {
        StartAndListen(_spec);
        SayInterval(100);
        AdvanceSeconds(99.9);
        Assert.Equal(ChildState.Started, State);
        AdvanceSeconds(0.1);

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void What_a_child_says_of_its_silence_before_it_is_ready_counts()
    {
        Start(_spec);
        SayInterval(5);
        Probe.Listen();
        AdvanceSeconds(5);

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_child_that_says_zero_need_not_speak_any_more()
    {
        StartAndListen(_spec);
        SayInterval(0);
        AdvanceSeconds(1000);

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void The_next_run_has_the_time_of_its_plan_again()
    {
        StartAndListen(_spec);
        SayInterval(1000);
        Crash();
        Probe.Listen();
        AdvanceSeconds(20);

        Assert.Equal(ChildState.Faulted, State);
    }

    [Fact]
    public void What_a_child_says_of_its_state_is_in_the_snapshot_until_it_takes_it_back()
    {
        StartAndListen(_spec);
        Notify.Send(new() { Status = "3 users" });
        Assert.Equal("3 users", Snapshot.Status);
        Feed();
        Assert.Equal("3 users", Snapshot.Status);
        Notify.Send(new() { Status = "" });

        Assert.Null(Snapshot.Status);
    }

    [Fact]
    public void What_a_child_says_of_its_state_while_it_starts_is_in_the_snapshot()
    {
        Start(_spec);
        Notify.Send(new() { Status = "reading" });

        Assert.Equal("reading", Snapshot.Status);
    }

    [Fact]
    public void What_an_earlier_run_said_is_not_in_the_snapshot()
    {
        StartAndListen(_spec);
        Notify.Send(new() { Status = "3 users" });
        Crash();

        Assert.Null(Snapshot.Status);
    }
}
