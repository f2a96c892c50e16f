using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>The present first, then what follows.</summary>
public sealed class WatchChildrenTests : VirtualTimeKit
{
    private readonly IActorRef _events;
    private readonly TestProbe _watcher;
    private long _version;

    public WatchChildrenTests()
    {
        _events = ActorOfAsTestActorRef<UntypedActor>(EventsActor.Props(), "events");
        _watcher = CreateTestProbe("watcher");
    }

    private void Introduce(string name) => _events.Tell(new ChildIntroduced(new ChildPresent(name, 0, ChildState.Stopped, 0, null)));

    private void Happen(string name, ChildState state = ChildState.Stopped)
    {
        _version++;
        _events.Tell(new EventHappened(new ChildStopped(name, _version) { Cause = "idle" }, new ChildPresent(name, _version, state, 1, null)));
    }

    private void Watch() => _events.Tell(new WatchChildren(), _watcher.Ref);

    private ReplayEnded ExpectReplay(params string[] names)
    {
        foreach (string name in names)
        {
            ChildPresent present = _watcher.ExpectMsg<ChildPresent>();
            Assert.Equal((name, true), (present.Name.Value, present.IsReplay));
        }

        return _watcher.ExpectMsg<ReplayEnded>();
    }

    [Fact]
    public void A_watcher_is_told_first_how_every_child_is_ordered_by_name()
    {
        Introduce("b");
        Introduce("a");
        Introduce("c");
        Happen("c", ChildState.Faulted);
        Watch();

        ExpectReplayStates();
        Assert.Equal(4, _watcher.ExpectMsg<ReplayEnded>().Sequence); // each child was new once
    }

    private void ExpectReplayStates()
    {
        ChildPresent[] replay = [_watcher.ExpectMsg<ChildPresent>(), _watcher.ExpectMsg<ChildPresent>(), _watcher.ExpectMsg<ChildPresent>()];
        Assert.Equal(["a", "b", "c"], replay.Select(present => present.Name.Value));
        Assert.Equal([ChildState.Stopped, ChildState.Stopped, ChildState.Faulted], replay.Select(present => present.State));
        Assert.All(replay, present => Assert.Equal((true, 4L), (present.IsReplay, present.Sequence)));
    }

    [Fact]
    public void Who_watches_already_is_told_of_a_child_that_becomes_known()
    {
        Watch();
        _watcher.ExpectMsg<ReplayEnded>();
        Introduce("a");

        ChildPresent present = _watcher.ExpectMsg<ChildPresent>();
        Assert.Equal(("a", false, 1L), (present.Name.Value, present.IsReplay, present.Sequence));
    }

    [Fact]
    public void Where_there_are_no_children_the_replay_ends_at_once()
    {
        Watch();

        Assert.Equal(0, ExpectReplay().Sequence);
    }

    [Fact]
    public void What_happens_follows_the_replay_in_order_and_without_a_gap()
    {
        Introduce("a");
        Happen("a");
        Watch();
        Happen("a");
        Happen("b");
        Happen("a");

        long last = ExpectReplay("a").Sequence;
        ChildEvent[] news = [_watcher.ExpectMsg<ChildStopped>(), _watcher.ExpectMsg<ChildStopped>(), _watcher.ExpectMsg<ChildStopped>()];
        Assert.Equal([last + 1, last + 2, last + 3], news.Select(told => told.Sequence));
        Assert.Equal(["a", "b", "a"], news.Select(told => told.Name.Value));
        Assert.All(news, told => Assert.Equal((false, "idle"), (told.IsReplay, told.Cause)));
    }

    [Fact]
    public void The_event_stream_has_the_same_numbers()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(ChildEvent));
        Watch();
        ExpectReplay();
        Happen("a");
        Happen("b");

        Assert.Equal(_watcher.ExpectMsg<ChildStopped>().Sequence, ExpectMsg<ChildStopped>().Sequence);
        Assert.Equal(_watcher.ExpectMsg<ChildStopped>().Sequence, ExpectMsg<ChildStopped>().Sequence);
    }

    [Fact]
    public void Who_asks_twice_is_told_the_present_twice_and_news_once()
    {
        Introduce("a");
        Watch();
        Watch();
        ExpectReplay("a");
        ExpectReplay("a");
        Happen("a");

        _watcher.ExpectMsg<ChildStopped>();
        _watcher.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Who_watches_no_more_is_told_nothing()
    {
        Watch();
        ExpectReplay();
        _events.Tell(new UnwatchChildren(), _watcher.Ref);
        Happen("a");

        _watcher.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_watcher_that_dies_is_dropped()
    {
        List<object> lost = [];
        Sys.EventStream.Subscribe(
            ActorOfAsTestActorRef<Recorder>(Props.Create(() => new Recorder(lost.Add))), typeof(DeadLetter));
        Watch();
        ExpectReplay();
        Sys.Stop(_watcher.Ref);

        AwaitCondition(() =>
        {
            int before = lost.Count;
            Happen("a");
            return lost.Count == before;
        });
    }

    [Fact]
    public void Who_cannot_be_told_is_no_watcher()
    {
        List<object> lost = [];
        _events.Tell(new WatchChildren(), ActorRefs.NoSender);
        Sys.EventStream.Subscribe(
            ActorOfAsTestActorRef<Recorder>(Props.Create(() => new Recorder(lost.Add))), typeof(DeadLetter));

        Happen("a");

        Assert.Empty(lost);
    }

    private sealed class Recorder(Action<object> told) : UntypedActor
    {
        protected override void OnReceive(object message) => told(message);
    }
}
