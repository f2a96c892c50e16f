using Akka.Actor;
using Akka.TestKit;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>Events for an actor on another node: as many as it can take, and none that wait without end.</summary>
public sealed class NodeWatchTests : VirtualTimeKit
{
    private readonly TestProbe _events;
    private readonly TestProbe _watcher;
    private long _sequence;

    public NodeWatchTests() => (_events, _watcher) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void No_more_events_are_under_way_than_the_watcher_can_take()
    {
        IActorRef watch = Begin(credit: 2);
        Tell(watch, 3);

        _watcher.ExpectMsg<ChildStopped>(told => told.Sequence == 1);
        _watcher.ExpectMsg<ChildStopped>(told => told.Sequence == 2);
        _watcher.ExpectNoMsg(TimeSpan.Zero);

        watch.Tell(new EventsTaken(1));

        _watcher.ExpectMsg<ChildStopped>(told => told.Sequence == 3);
    }

    [Fact]
    public void Nobody_gets_more_credit_than_was_agreed()
    {
        IActorRef watch = Begin(credit: 2);

        watch.Tell(new EventsTaken(int.MaxValue));
        watch.Tell(new EventsTaken(int.MaxValue));
        Tell(watch, 3);

        _watcher.ReceiveN(2);
        _watcher.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void What_a_slow_watcher_has_not_been_told_is_dropped_and_it_is_told_so_and_nothing_else_until_it_asks_anew()
    {
        IActorRef watch = Begin(credit: 1);
        Tell(watch, NodeWatch.MaxWaiting + 2);
        Tell(watch, 10);

        watch.Tell(new EventsTaken(1));
        watch.Tell(new EventsTaken(1));

        _watcher.ExpectMsg<ChildStopped>();
        _watcher.ExpectMsg<EventsLost>();
        _watcher.ExpectNoMsg(TimeSpan.Zero);

        watch.Tell(new WatchChildren { Credit = 5 });
        _events.ExpectMsg<WatchChildren>();
        Tell(watch, 1);
        _watcher.ExpectMsg<ChildStopped>();
    }

    [Fact]
    public void A_watcher_that_says_nothing_is_given_up_and_one_that_does_is_not()
    {
        IActorRef watch = Watch(Begin(credit: 1));

        Advance(NodeWatch.LongestSilence - TimeSpan.FromSeconds(1));
        watch.Tell(new EventsTaken(0));
        Advance(NodeWatch.LongestSilence - TimeSpan.FromSeconds(1));
        ExpectNoMsg(TimeSpan.Zero);

        for (int i = 0; i < 8; i++)
        {
            Advance(TimeSpan.FromSeconds(5));
        }

        ExpectTerminated(watch);
    }

    private TestActorRef<NodeWatch> Begin(int credit)
    {
        TestActorRef<NodeWatch> watch = ActorOfAsTestActorRef<NodeWatch>(
            ActorProducer.Props(() => new NodeWatch(_watcher, new WatchChildren { Credit = credit }, _events, Services.Time)));
        _events.ExpectMsg<WatchChildren>();
        return watch;
    }

    private void Tell(IActorRef watch, int count)
    {
        for (int i = 0; i < count; i++)
        {
            watch.Tell(new ChildStopped("web", 1) { Sequence = ++_sequence });
        }
    }
}
