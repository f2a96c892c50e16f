using Spinner.Probes;
using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>When a child is stopped because nobody wants it.</summary>
public sealed class IdleTests : ChildTestBase
{
    private const int Minute = 60;

    private static readonly ChildSpec _tandem = Spec with { Tandem = true };

    private LeaseGranted Acquire()
    {
        Tell(new AcquireChild(Spec) { TimeToLive = TimeSpan.FromDays(1) });
        return ExpectMsg<LeaseGranted>();
    }

    private void Release(LeaseGranted lease)
    {
        Tell(new ReleaseChild("web", lease.Lease));
        ExpectMsg<LeaseResult>();
    }

    private void AssertIdleAfter(double seconds)
    {
        AdvanceSeconds(seconds - 1);
        Assert.Equal(ChildState.Started, State);
        AdvanceSeconds(1);
        Assert.Equal((ChildState.Stopped, "idle"), (State, Snapshot.Cause));
    }

    [Fact]
    public void The_idle_clock_stands_still_while_the_child_is_held()
    {
        StartAndListen();
        Acquire();

        AdvanceSeconds(10 * 60 * Minute);

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void The_idle_clock_starts_anew_with_the_last_release()
    {
        StartAndListen();
        (LeaseGranted one, LeaseGranted other) = (Acquire(), Acquire());
        AdvanceSeconds(40 * Minute);
        Release(one);
        AdvanceSeconds(40 * Minute);
        Release(other);

        AssertIdleAfter(30 * Minute);
    }

    [Fact]
    public void The_idle_clock_starts_anew_when_the_last_lease_has_run_out()
    {
        StartAndListen();
        Tell(new AcquireChild(Spec));
        ExpectMsg<LeaseGranted>();
        AdvanceSeconds(60);
        ExpectMsg<LeaseEnded>();

        AssertIdleAfter(30 * Minute);
    }

    [Fact]
    public void A_lease_released_while_restarting_holds_the_new_run_no_more()
    {
        StartAndListen();
        LeaseGranted lease = Acquire();
        Crash();
        Release(lease);
        Probe.Listen();

        AssertIdleAfter(30 * Minute);
    }

    [Fact]
    public void A_start_during_an_idle_stop_is_answered_by_the_next_run()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        AdvanceSeconds(30 * Minute);
        Assert.Equal(ChildState.Stopping, State);

        Start();
        Tell(new AcquireChild(Spec));
        ExpectNoMsg(TimeSpan.Zero);
        Crash();
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal(2, ExpectMsg<LeaseGranted>().Run);
    }

    [Fact]
    public void Who_waits_for_the_run_after_one_that_says_good_bye_gets_it_though_the_idle_time_passes_meanwhile()
    {
        StartAndListen(Spec with { IdleTime = TimeSpan.FromSeconds(5) });
        Tell(new Notified(1, new NotifyMessage { Stopping = true }));
        Tell(StartChild.Known("web"));

        AdvanceSeconds(5);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void The_new_run_of_an_update_is_stopped_for_being_idle_as_any_other()
    {
        StartAndListen(_tandem);
        Watcher.Change();
        Probe.Listen();
        AdvanceSeconds(11);
        Assert.Equal((2, UpdatePhase.None), (Snapshot.Run, Snapshot.Update));

        AssertIdleAfter((30 * Minute) - 11);
    }

    [Fact]
    public void The_old_run_that_serves_again_is_stopped_for_being_idle_as_any_other()
    {
        StartAndListen(_tandem);
        Watcher.Change();
        Probe.Listen();
        Crash();
        Assert.Equal(Launcher.Processes[0].Identity.Pid, Snapshot.Pid);

        AssertIdleAfter(30 * Minute);
    }

    [Fact]
    public void Who_waits_for_an_update_keeps_the_child_from_being_idle()
    {
        StartAndListen(_tandem with { StartTimeout = TimeSpan.FromHours(1) });
        Tell(new RestartChild("web"));

        AdvanceSeconds(35 * Minute);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_child_that_another_one_waits_for_is_not_idle()
    {
        StartAndListen(Spec with { Restart = RestartMode.Never });
        Tell(new AwaitDependency("web", DependencyCondition.Completed, "app", 1));

        AdvanceSeconds(100 * Minute);
        Crash(0);

        ExpectMsg<DependencyMet>();
    }
}
