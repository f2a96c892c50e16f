using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class EventTests : ChildTestBase
{
    public EventTests()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(ChildEvent));
        IgnoreMessages(message => message is ChildStateChanged);
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
}
