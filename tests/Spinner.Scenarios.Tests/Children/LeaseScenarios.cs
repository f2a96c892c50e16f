using Akka.Actor;
using Spinner.Configuration;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class LeaseScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private static ChildSpec Web { get; } = TestChild.Spec("web", "serve") with { IdleTime = TimeSpan.FromMilliseconds(500) };

    /// <summary>Until another child, which nobody asks for, has been stopped for being idle twice as long as the web.</summary>
    private async Task PassIdleTime(double seconds = 1)
    {
        await Start(TestChild.Spec("clock", "serve") with { IdleTime = TimeSpan.FromSeconds(seconds) });
        await UntilIdle("clock");
    }

    private async Task UntilIdle(string name)
    {
        ChildSnapshot child = await Until(name, child => child.State == ChildState.Stopped, "an idle stop");
        Assert.Equal("idle", child.Cause);
    }

    private Task<ChildLease> Acquire(ChildSpec spec, TimeSpan? time = null) => Client.AcquireAsync(spec, time).WaitAsync(Patience * 2, TimeProvider.System);

    [Fact]
    public async Task A_held_child_outlives_its_idle_time_until_it_is_released()
    {
        ChildLease lease = await Acquire(Web);
        Assert.Equal($"ok {(await Client.GetAsync("web"))!.Pid}", await HttpQuestion.Ask(lease.Endpoint));

        await PassIdleTime();

        ChildSnapshot held = (await Client.GetAsync("web"))!;
        Assert.Equal((ChildState.Started, 1, lease.Run), (held.State, held.Leases, held.Run));
        await lease.DisposeAsync();
        await UntilIdle("web");
    }

    [Fact]
    public async Task The_death_of_the_holder_ends_its_lease()
    {
        using Inbox holder = Subscribe<ChildFaulted>();
        Spinner.Tell(new AcquireChild(Web) { TimeToLive = TimeSpan.FromHours(1) }, holder.Receiver);
        Assert.IsType<LeaseGranted>(await holder.ReceiveAsync(Patience * 2));
        await PassIdleTime();
        Assert.Equal(ChildState.Started, (await Client.GetAsync("web"))!.State);

        holder.Dispose();

        await UntilIdle("web");
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_runs_out()
    {
        AcquireChild ask = new(Web) { TimeToLive = TimeSpan.FromSeconds(1) };
        Assert.IsType<LeaseGranted>(await Spinner.Ask<ChildReply>(ask, Patience * 2));

        await UntilIdle("web");
    }

    [Fact]
    public async Task A_start_during_an_idle_stop_is_answered_by_the_next_run()
    {
        ChildSpec slow = TestChild.Spec("web", "serve", "--drain", "1500") with { IdleTime = TimeSpan.FromMilliseconds(300) };
        await Start(slow);
        ChildSnapshot stopping = await Until("web", child => child.State == ChildState.Stopping, "an idle stop");
        Assert.Equal("idle", stopping.Cause);

        StartSucceeded next = await Start(slow);

        Assert.Equal(2, next.Run);
        await using ChildLease lease = await Acquire(slow);
        Assert.Equal([(await Client.GetAsync("web"))!.Pid!.Value], Alive);
    }

    [Fact]
    public async Task A_holder_is_told_when_the_child_is_stopped()
    {
        ChildLease lease = await Acquire(Web);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = lease.Ended.Register(() => ended.SetResult());

        await Stop("web");

        await ended.Task.WaitAsync(Patience, TimeProvider.System);
        Assert.Equal("asked to stop", lease.EndCause);
    }

    [Fact]
    public async Task A_crash_leaves_the_lease_to_the_next_run()
    {
        await using ChildLease lease = await Acquire(Web);
        ChildEndpoint before = lease.Endpoint;
        Processes.Native.Kill((await Client.GetAsync("web"))!.Pid!.Value);

        await Processes.Wait.Until(() => lease.Run == 2, "the new run in the lease");

        Assert.Equal(before, lease.Endpoint);
        Assert.False(lease.Ended.IsCancellationRequested);
        await PassIdleTime();
        Assert.Equal(ChildState.Started, (await Client.GetAsync("web"))!.State);
    }

    [Fact]
    public async Task A_pinned_child_is_started_by_request_only()
    {
        await Start(Web);
        await Client.StopAsync("web", pin: true).WaitAsync(Patience, TimeProvider.System);

        ChildNotStartedException refused = await Assert.ThrowsAsync<ChildNotStartedException>(() => Acquire(Web));
        Assert.Equal(StartFailureReason.Pinned, refused.Failure.Reason);
        StartFailed automatic = await Spinner.Ask<StartFailed>(new StartChild(Web) { IsAutomatic = true }, Patience);
        Assert.Equal(StartFailureReason.Pinned, automatic.Reason);
        Assert.Empty(Alive);
        await Start(Web);
        await using ChildLease lease = await Acquire(Web);
        Assert.Equal(2, lease.Run);
    }

    [Fact]
    public async Task A_lease_renews_itself_for_as_long_as_it_is_held()
    {
        await using ChildLease lease = await Acquire(Web, TimeSpan.FromSeconds(6));

        await PassIdleTime(seconds: 8);

        Assert.False(lease.Ended.IsCancellationRequested, lease.EndCause);
        Assert.Equal(1, (await Client.GetAsync("web"))!.Leases);
    }
}

public sealed class LeaseScenariosNative() : LeaseScenarios(LauncherKind.Auto);

public sealed class LeaseScenariosPortable() : LeaseScenarios(LauncherKind.Portable);
