using Akka.Actor;
using Akka.TestKit.Xunit2;
using Spinner.Hosting;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Hosting;

/// <summary>The stream of events; the test answers in the place of Spinner.</summary>
public sealed class WatchAsyncTests : TestKit
{
    private static readonly TimeSpan _generous = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _cancel = new();
    private readonly IAsyncEnumerator<ChildEvent> _events;

    public WatchAsyncTests() => _events = new SpinnerClient(TestActor).WatchAsync(_cancel.Token).GetAsyncEnumerator(CancellationToken.None);

    private static ChildPresent Present(string name, long sequence = 0) =>
        new(name, 1, ChildState.Stopped, 0, null) { IsReplay = true, Sequence = sequence };

    private static ChildStopped Stopped(long sequence) => new("a", sequence) { Sequence = sequence };

    private Task<bool> Next() => _events.MoveNextAsync().AsTask().WaitAsync(_generous);

    /// <summary>Begins to watch: the replay is of one child, and read.</summary>
    private async Task<IActorRef> Begin()
    {
        Task<bool> first = Next();
        ExpectMsg<WatchChildren>(_generous);
        IActorRef feed = LastSender;
        feed.Tell(Present("a"));
        feed.Tell(new ReplayEnded(0));
        Assert.True(await first);
        return feed;
    }

    [Fact]
    public async Task The_present_comes_first_and_then_what_happens()
    {
        IActorRef feed = await Begin();
        Assert.Equal(("a", true), (_events.Current.Name.Value, _events.Current.IsReplay));
        feed.Tell(Stopped(1));
        feed.Tell(Stopped(2));

        Assert.True(await Next());
        Assert.Equal(1, _events.Current.Sequence);
        Assert.True(await Next());
        Assert.Equal(2, _events.Current.Sequence);
    }

    [Fact]
    public async Task What_the_replay_tells_already_is_not_told_again()
    {
        Task<bool> first = Next();
        ExpectMsg<WatchChildren>(_generous);
        IActorRef feed = LastSender;
        feed.Tell(Stopped(4));
        feed.Tell(Present("a", 5));
        feed.Tell(new ReplayEnded(5));
        feed.Tell(Stopped(5));
        feed.Tell(Stopped(6));

        Assert.True(await first);
        Assert.IsType<ChildPresent>(_events.Current);
        Assert.True(await Next());
        Assert.Equal(6, _events.Current.Sequence);
    }

    [Fact]
    public async Task Who_does_not_keep_up_is_told_the_present_anew_instead_of_what_waited()
    {
        IActorRef feed = await Begin();
        for (int sequence = 1; sequence <= 1002; sequence++) feed.Tell(Stopped(sequence));
        ExpectMsg<WatchChildren>(_generous);
        feed.Tell(Stopped(1003));
        feed.Tell(Present("a", 1003));
        feed.Tell(new ReplayEnded(1003));
        feed.Tell(Stopped(1004));

        Assert.True(await Next());
        Assert.Equal((true, 1003L), (_events.Current.IsReplay, _events.Current.Sequence));
        Assert.True(await Next());
        Assert.Equal(1004, _events.Current.Sequence);
    }

    [Fact]
    public async Task As_many_events_as_are_promised_can_wait()
    {
        IActorRef feed = await Begin();
        for (int sequence = 1; sequence <= 1000; sequence++) feed.Tell(Stopped(sequence));

        for (int sequence = 1; sequence <= 1000; sequence++)
        {
            Assert.True(await Next());
            Assert.Equal(sequence, _events.Current.Sequence);
        }
    }

    [Fact]
    public async Task A_lost_event_leads_to_the_present_anew()
    {
        IActorRef feed = await Begin();

        feed.Tell(Stopped(2));

        ExpectMsg<WatchChildren>(_generous);
    }

    [Fact]
    public async Task A_cancelled_stream_ends_and_leaves_nothing_behind()
    {
        IActorRef feed = Watch(await Begin());
        Task<bool> next = Next();

        await _cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        ExpectTerminated(feed, _generous);
    }

    [Fact]
    public async Task A_stream_that_is_disposed_leaves_nothing_behind()
    {
        IActorRef feed = Watch(await Begin());

        await _events.DisposeAsync();

        ExpectTerminated(feed, _generous);
    }

    [Fact]
    public async Task The_end_of_Spinner_ends_the_stream_with_an_exception()
    {
        IActorRef spinner = Sys.ActorOf(Props.Create<Silent>());
        await using IAsyncEnumerator<ChildEvent> events =
            new SpinnerClient(spinner).WatchAsync(_cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        Task<bool> next = events.MoveNextAsync().AsTask();

        Sys.Stop(spinner);

        await Assert.ThrowsAsync<InvalidOperationException>(() => next.WaitAsync(_generous));
    }

    protected override void AfterAll()
    {
        _cancel.Dispose();
        base.AfterAll();
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
