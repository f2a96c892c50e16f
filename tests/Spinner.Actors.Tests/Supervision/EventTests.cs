using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class EventTests : ChildTestBase
{
    public EventTests()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(ChildEvent));
        IgnoreMessages(message => message is ChildStateChanged or ChildPresent);
    }

    private void StartSilently()
    {
        Child.Tell(new StartChild(Spec), Akka.Actor.ActorRefs.NoSender);
        Probe.Listen();
    }

    [Fact]
    public void A_life_is_told_in_events()
    {
        StartSilently();
        Assert.Equal(7000, ExpectMsg<ChildStarted>().Endpoint.Port);
        Crash();
        Probe.Listen();
        ChildRestarted restarted = ExpectMsg<ChildRestarted>();
        Assert.Equal((2, "ended with exit code 1"), (restarted.Run, restarted.Cause));
        Child.Tell(new StopChild("web"), Akka.Actor.ActorRefs.NoSender);
        Assert.Equal("asked to stop", ExpectMsg<ChildStopped>().Cause);
    }

    [Fact]
    public void A_failed_start_is_an_error()
    {
        Child.Tell(new StartChild(Spec), Akka.Actor.ActorRefs.NoSender);
        Crash();

        Assert.Equal(StartFailureReason.Exited, ExpectMsg<ChildError>().Failure.Reason);
    }

    [Fact]
    public void A_fault_is_told_on_entry()
    {
        StartSilently();
        ExpectMsg<ChildStarted>();
        Crash();
        Probe.Listen();
        ExpectMsg<ChildRestarted>();
        Crash();

        Assert.Equal(TimeSpan.FromSeconds(60), ExpectMsg<ChildFaulted>().RetryAfter);
    }

    [Fact]
    public void Versions_grow()
    {
        StartSilently();
        long started = ExpectMsg<ChildStarted>().Version;
        Child.Tell(new StopChild("web"), Akka.Actor.ActorRefs.NoSender);

        Assert.True(ExpectMsg<ChildStopped>().Version > started);
    }

    [Fact]
    public void A_stop_tells_how_the_run_ended_and_how_long_it_had_been_up()
    {
        StartSilently();
        ExpectMsg<ChildStarted>();
        RunOutput.Write(true, "bye"u8);
        AdvanceSeconds(5);
        Child.Tell(new StopChild("web"), Akka.Actor.ActorRefs.NoSender);

        ChildStopped stopped = ExpectMsg<ChildStopped>();
        Assert.Equal((ExitStatus.Signalled("SIGTERM"), TimeSpan.FromSeconds(5), Clock.GetUtcNow()), (stopped.Exit, stopped.Uptime, stopped.At));
        Assert.Equal(["bye"], stopped.StderrTail);
    }

    [Fact]
    public void A_stop_of_what_never_was_up_tells_of_no_uptime()
    {
        Child.Tell(new StartChild(Spec), Akka.Actor.ActorRefs.NoSender);
        AdvanceSeconds(1);
        Child.Tell(new StopChild("web"), Akka.Actor.ActorRefs.NoSender);

        Assert.Null(ExpectMsg<ChildStopped>().Uptime);
    }

    [Fact]
    public void A_failed_start_tells_its_exit_and_its_last_words()
    {
        Child.Tell(new StartChild(Spec), Akka.Actor.ActorRefs.NoSender);
        RunOutput.Write(true, "no such table"u8);
        Crash(7);

        ChildError error = ExpectMsg<ChildError>();
        Assert.Equal((ExitStatus.Exited(7), "start failed: Exited"), (error.Exit, error.Cause));
        Assert.Equal(["no such table"], error.StderrTail);
        Assert.Null(error.Uptime);
    }

    [Fact]
    public void A_fault_tells_its_exit_its_uptime_and_its_last_words()
    {
        StartSilently();
        Crash();
        Probe.Listen();
        RunOutput.Write(true, "out of memory"u8);
        AdvanceSeconds(3);
        Crash(9);

        ChildFaulted fault = FishForMessage<ChildFaulted>(_ => true);
        Assert.Equal((ExitStatus.Exited(9), TimeSpan.FromSeconds(3)), (fault.Exit, fault.Uptime));
        Assert.Equal(["out of memory"], fault.StderrTail);
        Assert.Contains("within the restart tolerance", fault.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_tells_its_exit_its_uptime_and_its_last_words()
    {
        IgnoreNoMessages();
        StartSilently();
        RunOutput.Write(true, "panic"u8);
        AdvanceSeconds(2);
        Crash(4);

        ChildStateChanged crash = FishForMessage<ChildStateChanged>(change => change.To == ChildState.Restarting);
        Assert.Equal((ExitStatus.Exited(4), TimeSpan.FromSeconds(2), "ended with exit code 4"), (crash.Exit, crash.Uptime, crash.Cause));
        Assert.Equal(["panic"], crash.StderrTail);
    }

    [Fact]
    public void The_last_100_transitions_are_kept_oldest_first()
    {
        for (int life = 0; life < 30; life++)
        {
            StartSilently();
            Child.Tell(new StopChild("web"), Akka.Actor.ActorRefs.NoSender);
        }

        IReadOnlyList<Transition> kept = Snapshot.Transitions;
        Assert.Equal(100, kept.Count);
        Assert.Equal(Enumerable.Range(21, 100).Select(version => (long)version), kept.Select(transition => transition.Version));
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal((30, ChildState.Stopped, "asked to stop"), (kept[^1].Run, kept[^1].To, kept[^1].Cause));
    }
}
