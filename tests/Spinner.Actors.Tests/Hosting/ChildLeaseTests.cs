using System.Runtime.CompilerServices;
using Akka.Actor;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Hosting;

/// <summary>What the handle of a lease does; the test answers in the place of Spinner.</summary>
public sealed class ChildLeaseTests : VirtualTimeKit
{
    private static readonly TimeSpan _generous = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _time = TimeSpan.FromSeconds(60);
    private static readonly Guid _id = Guid.Parse("00000000-0000-0000-0000-000000000007");
    private static readonly LeaseGranted _granted = new("a", _id, ChildEndpoint.Tcp("127.0.0.1", 7000), 3, _time);

    private readonly SpinnerClient _client;

    public ChildLeaseTests() => _client = new SpinnerClient(TestActor);

    private async Task<ChildLease> Acquire()
    {
        Task<ChildLease> call = _client.AcquireAsync("a", _time);
        ExpectMsg<AcquireChild>(_generous);
        LastSender.Tell(_granted);
        return await call.WaitAsync(_generous);
    }

    /// <summary>An answer to the keeper, which has seen it when this returns.</summary>
    private void Tell(IActorRef keeper, ChildLease lease, object message, int run)
    {
        keeper.Tell(message);
        keeper.Tell(new LeaseRebound("a", _id, lease.Endpoint, run));
        AwaitCondition(() => lease.Run == run);
    }

    private void AwaitEnd(ChildLease lease) => AwaitCondition(() => lease.Ended.IsCancellationRequested, _generous);

    [Fact]
    public async Task A_lease_says_what_is_held()
    {
        ChildLease lease = await Acquire();

        Assert.Equal(("a", _id, _granted.Endpoint, 3, _time), (lease.Name.Value, lease.Id, lease.Endpoint, lease.Run, lease.TimeToLive));
        Assert.False(lease.Ended.IsCancellationRequested);
        Assert.Null(lease.EndCause);
    }

    [Fact]
    public async Task A_spec_and_a_time_are_sent_as_they_are_given()
    {
        ChildSpec spec = new() { Name = "a", Command = "app" };
        Task<ChildLease> call = _client.AcquireAsync(spec);

        AcquireChild ask = ExpectMsg<AcquireChild>(_generous);
        Assert.True(ask.Spec.IsSameAs(spec));
        Assert.Null(ask.TimeToLive);
        LastSender.Tell(_granted);
        await call.WaitAsync(_generous);
        _ = _client.AcquireAsync("a", _time);
        ask = ExpectMsg<AcquireChild>(_generous);
        Assert.Equal(("a", true, _time), (ask.Name.Value, ask.Spec.IsBare, ask.TimeToLive));
    }

    [Fact]
    public async Task A_child_that_does_not_come_up_is_an_exception_that_says_why()
    {
        StartFailed failed = new("a", StartFailureReason.Pinned, "'a' was stopped for good.");
        Task<ChildLease> call = _client.AcquireAsync("a");
        ExpectMsg<AcquireChild>(_generous);
        IActorRef keeper = Watch(LastSender);
        keeper.Tell(failed);

        ChildNotStartedException thrown = await Assert.ThrowsAsync<ChildNotStartedException>(() => call.WaitAsync(_generous));
        Assert.Equal((failed.Message, StartFailureReason.Pinned), (thrown.Message, thrown.Failure.Reason));
        ExpectTerminated(keeper, _generous);
    }

    [Fact]
    public async Task It_renews_itself_at_a_third_of_its_time()
    {
        ChildLease lease = await Acquire();
        IActorRef keeper = LastSender;
        for (int third = 1; third <= 4; third++)
        {
            Advance(_time / 3);
            Assert.Equal(_id, ExpectMsg<RenewLease>(_generous).Lease);
            Tell(keeper, lease, new LeaseResult("a", _id, WasHeld: true), 3 + third);
        }

        Assert.False(lease.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task It_ends_when_nobody_confirms_it_for_its_whole_time()
    {
        ChildLease lease = await Acquire();
        IActorRef keeper = Watch(LastSender);

        Advance(_time);

        AwaitEnd(lease);
        Assert.Contains("renewed", lease.EndCause, StringComparison.Ordinal);
        ExpectMsg<RenewLease>(_generous);
        ExpectTerminated(keeper, _generous);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_ends_when_Spinner_does_not_know_it_any_more(bool knowsChild)
    {
        ChildLease lease = await Acquire();
        Advance(_time / 3);
        ExpectMsg<RenewLease>(_generous);

        LastSender.Tell(knowsChild ? new LeaseResult("a", _id, WasHeld: false) : new ChildNotFound("a"));

        AwaitEnd(lease);
    }

    [Fact]
    public async Task It_ends_when_the_child_is_stopped_and_says_so()
    {
        ChildLease lease = await Acquire();

        LastSender.Tell(new LeaseEnded("a", _id, "asked to stop"));

        AwaitEnd(lease);
        Assert.Equal("asked to stop", lease.EndCause);
        await lease.DisposeAsync().AsTask().WaitAsync(_generous);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task After_a_restart_it_says_where_the_child_is_now()
    {
        ChildLease lease = await Acquire();

        LastSender.Tell(new LeaseRebound("a", _id, ChildEndpoint.Tcp("127.0.0.1", 7001), 4));

        AwaitCondition(() => lease.Run == 4);
        Assert.Equal(7001, lease.Endpoint.Port);
        Assert.False(lease.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Disposal_releases_the_child_and_waits_for_the_answer()
    {
        ChildLease lease = await Acquire();
        IActorRef keeper = Watch(LastSender);
        Task disposal = lease.DisposeAsync().AsTask();
        Assert.Equal(_id, ExpectMsg<ReleaseChild>(_generous).Lease);
        AwaitEnd(lease);
        Assert.False(disposal.IsCompleted);
        LastSender.Tell(new LeaseResult("a", _id, WasHeld: true));
        await disposal.WaitAsync(_generous);

        ExpectTerminated(keeper, _generous);
        Advance(TimeSpan.FromHours(1));
        ExpectNoMsg(TimeSpan.Zero);
        await lease.DisposeAsync().AsTask().WaitAsync(_generous);
    }

    [Fact]
    public async Task Disposal_waits_no_longer_than_the_lease_would_have_lasted()
    {
        ChildLease lease = await Acquire();
        Task disposal = lease.DisposeAsync().AsTask();
        ExpectMsg<ReleaseChild>(_generous);

        Advance(_time);

        await disposal.WaitAsync(_generous);
    }

    [Fact]
    public async Task A_lease_that_is_granted_to_who_has_gone_is_given_back()
    {
        using CancellationTokenSource cancel = new();
        Task<ChildLease> call = _client.AcquireAsync("a", cancel: cancel.Token);
        ExpectMsg<AcquireChild>(_generous);
        await cancel.CancelAsync();
        OperationCanceledException end = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(_generous));
        Assert.Equal(cancel.Token, end.CancellationToken);

        LastSender.Tell(_granted);

        Assert.Equal(_id, ExpectMsg<ReleaseChild>(_generous).Lease);
    }

    [Fact]
    public async Task The_end_of_Spinner_is_the_end_of_its_leases()
    {
        IActorRef spinner = Sys.ActorOf(Props.Create(() => new Granting()));
        ChildLease lease = await new SpinnerClient(spinner).AcquireAsync("a").WaitAsync(_generous);

        Sys.Stop(spinner);

        AwaitEnd(lease);
        await lease.DisposeAsync().AsTask().WaitAsync(_generous);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new SpinnerClient(spinner).AcquireAsync("a").WaitAsync(_generous));
    }

    [Fact]
    public async Task A_forgotten_lease_is_released()
    {
        await Forget();

        AwaitCondition(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return HasMessages;
        });
        Assert.Equal(_id, ExpectMsg<ReleaseChild>().Lease);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task Forget() => Assert.Equal(3, (await Acquire()).Run);

    private sealed class Granting : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(_granted);
    }
}
