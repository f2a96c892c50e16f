using Akka.Actor;
using Akka.TestKit;
using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>How a lease is got, and how it ends.</summary>
public sealed class LeaseTests : ChildTestBase
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    private void Want(TimeSpan? timeToLive = null, ChildSpec? spec = null) => Tell(new AcquireChild(spec ?? Spec) { TimeToLive = timeToLive });

    private LeaseGranted Acquire(TimeSpan? timeToLive = null)
    {
        Want(timeToLive);
        return ExpectMsg<LeaseGranted>();
    }

    private LeaseGranted Acquire(TestProbe holder)
    {
        Child.Tell(new AcquireChild(Spec) { TimeToLive = _day }, holder.Ref);
        return holder.ExpectMsg<LeaseGranted>();
    }

    private bool HasTimer(Guid lease) => ((TestActorRef<ChildActor>)Child).UnderlyingActor.Timers.IsTimerActive(lease);

    private bool Release(Guid lease)
    {
        Tell(new ReleaseChild("web", lease));
        return ExpectMsg<LeaseResult>().WasHeld;
    }

    [Fact]
    public void A_running_child_is_held_at_once()
    {
        StartSucceeded started = StartAndListen();

        LeaseGranted lease = Acquire();

        Assert.Equal((started.Endpoint, started.Run, SpinnerDefaults.LeaseTime), (lease.Endpoint, lease.Run, lease.TimeToLive));
        Assert.Equal(1, Snapshot.Leases);
    }

    [Fact]
    public void A_stopped_child_is_started_to_be_held()
    {
        Want();
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        Assert.Equal(1, ExpectMsg<LeaseGranted>().Run);
    }

    [Fact]
    public void Who_wants_to_hold_a_child_that_starts_waits_for_that_start()
    {
        Start();
        Want(spec: new ChildSpec { Name = "web" });
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
        Assert.Equal(1, ExpectMsg<LeaseGranted>().Run);
        Assert.Single(Launcher.Processes);
    }

    [Fact]
    public void Who_wants_to_hold_a_child_that_restarts_gets_the_new_run()
    {
        StartAndListen();
        Crash();
        Want();
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<LeaseGranted>().Run);
    }

    [Fact]
    public void Who_wants_to_hold_a_child_that_does_not_come_up_is_told_why()
    {
        Want();
        Crash();

        Assert.Equal(StartFailureReason.Exited, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(0, Snapshot.Leases);
    }

    [Fact]
    public void A_faulted_child_is_not_held()
    {
        CrashIntoFault();

        Want();

        StartFailed refused = ExpectMsg<StartFailed>();
        Assert.Equal((StartFailureReason.Faulted, TimeSpan.FromSeconds(60)), (refused.Reason, refused.RetryAfter));
    }

    [Fact]
    public void A_child_that_too_many_wait_for_is_not_held()
    {
        Options.MaxWaiters = 1;
        Start();

        Want();

        Assert.Equal(StartFailureReason.Busy, ExpectMsg<StartFailed>().Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86_401)]
    public void A_time_that_is_no_time_to_live_is_refused_and_starts_nothing(int seconds)
    {
        Want(TimeSpan.FromSeconds(seconds));

        StartFailed refused = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.InvalidSpec, refused.Reason);
        Assert.Contains("time to live", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal((ChildState.Stopped, 0), (State, Launcher.Processes.Count));
    }

    [Fact]
    public void A_refused_lease_is_no_use_of_the_child()
    {
        StartAndListen();
        AdvanceSeconds(29 * 60);

        Want(TimeSpan.Zero);

        ExpectMsg<StartFailed>();
        AdvanceSeconds(60);
        Assert.Equal("idle", Snapshot.Cause);
    }

    [Fact]
    public void A_lease_with_an_invalid_spec_is_refused()
    {
        StartAndListen();

        Want(spec: Spec with { Attempts = 0 });

        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
        Assert.Equal((ChildState.Started, 0), (State, Snapshot.Leases));
    }

    [Fact]
    public void A_lease_is_released_once()
    {
        StartAndListen();
        LeaseGranted lease = Acquire();

        Assert.True(Release(lease.Lease));
        Assert.False(Release(lease.Lease));
        Assert.Equal(0, Snapshot.Leases);
    }

    [Fact]
    public void A_lease_that_is_not_renewed_ends_and_its_holder_is_told()
    {
        StartAndListen();
        LeaseGranted lease = Acquire();
        AdvanceSeconds(59);
        ExpectNoMsg(TimeSpan.Zero);
        AdvanceSeconds(1);

        Assert.Equal(lease.Lease, ExpectMsg<LeaseEnded>().Lease);
        Assert.Equal(0, Snapshot.Leases);
    }

    [Fact]
    public void A_renewed_lease_lasts_its_full_time_again()
    {
        StartAndListen();
        LeaseGranted lease = Acquire();
        AdvanceSeconds(59);
        Tell(new RenewLease("web", lease.Lease));
        Assert.True(ExpectMsg<LeaseResult>().WasHeld);
        AdvanceSeconds(59);
        Assert.Equal(1, Snapshot.Leases);
        AdvanceSeconds(1);

        ExpectMsg<LeaseEnded>();
        Tell(new RenewLease("web", lease.Lease));
        Assert.False(ExpectMsg<LeaseResult>().WasHeld);
    }

    [Fact]
    public void The_leases_of_an_actor_that_dies_end_and_those_of_others_stay()
    {
        TestProbe holder = CreateTestProbe();
        StartAndListen();
        Acquire(holder);
        Acquire(holder);
        Acquire(_day);

        Sys.Stop(holder.Ref);

        AwaitCondition(() => Snapshot.Leases == 1);
    }

    [Fact]
    public void A_lease_that_was_asked_for_with_Ask_ends_by_its_time_alone()
    {
        StartAndListen();
        Task<ChildReply> ask = Child.Ask<ChildReply>(new AcquireChild(Spec), TimeSpan.FromSeconds(30));
        AwaitCondition(() => ask.IsCompleted);
        AdvanceSeconds(59);
        Assert.Equal(1, Snapshot.Leases);
        AdvanceSeconds(1);

        Assert.Equal(0, Snapshot.Leases);
    }

    [Fact]
    public void Of_many_leases_of_one_holder_each_holds_the_child()
    {
        TestProbe holder = CreateTestProbe();
        StartAndListen();
        List<Guid> leases = [.. Enumerable.Range(0, 100).Select(_ => Acquire(holder).Lease)];
        foreach (Guid lease in leases[1..]) Assert.True(Release(lease));
        Assert.Equal(1, Snapshot.Leases);

        // It is still looked after: the last one ends with it.
        Sys.Stop(holder.Ref);

        AwaitCondition(() => Snapshot.Leases == 0);
    }

    [Fact]
    public void A_holder_without_a_lease_is_of_no_interest()
    {
        TestProbe holder = CreateTestProbe();
        StartAndListen();
        Release(Acquire(holder).Lease);
        LeaseGranted other = Acquire(_day);

        Sys.Stop(holder.Ref);
        AdvanceSeconds(3600);

        Assert.True(Release(other.Lease));
        holder.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Nothing_is_left_of_a_lease_that_was_released()
    {
        StartAndListen();
        LeaseGranted lease = Acquire();
        Assert.True(HasTimer(lease.Lease));

        Release(lease.Lease);

        Assert.False(HasTimer(lease.Lease));
        AdvanceSeconds(60);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_stop_does_not_ask_the_holders_but_tells_them()
    {
        StartAndListen();
        LeaseGranted lease = Acquire();

        Tell(new StopChild("web"));

        LeaseEnded ended = ExpectMsg<LeaseEnded>();
        Assert.Equal((lease.Lease, "asked to stop"), (ended.Lease, ended.Cause));
        ExpectMsg<StopResult>();
        Assert.Equal(0, Snapshot.Leases);
        Assert.False(HasTimer(lease.Lease));
    }

    [Fact]
    public void A_fault_ends_the_leases_and_tells_the_holders()
    {
        StartAndListen();
        Crash();
        Probe.Listen();
        LeaseGranted lease = Acquire();

        Crash();

        Assert.Equal(lease.Lease, ExpectMsg<LeaseEnded>().Lease);
        Assert.Equal((ChildState.Faulted, 0), (State, Snapshot.Leases));
    }

    [Fact]
    public void A_restart_keeps_the_lease_and_tells_its_holder_where_the_child_is_now()
    {
        StartAndListen();
        LeaseGranted lease = Acquire();
        Tell(new RestartChild("web", Spec with { PortRange = new PortRange(7001, 7999) }));
        Assert.Equal(1, Snapshot.Leases);
        Probe.Listen();

        LeaseRebound rebound = ExpectMsg<LeaseRebound>();
        Assert.Equal((lease.Lease, 2, 7001), (rebound.Lease, rebound.Run, rebound.Endpoint.Port));
        Assert.Equal(1, Snapshot.Leases);
    }

    [Fact]
    public void The_time_of_a_lease_passes_during_a_restart_as_well()
    {
        StartAndListen();
        Acquire();
        Crash();
        Assert.Equal(ChildState.Restarting, State);
        AdvanceSeconds(2);
        Probe.Listen();
        ExpectMsg<LeaseRebound>();
        AdvanceSeconds(58);

        ExpectMsg<LeaseEnded>();
    }
}
