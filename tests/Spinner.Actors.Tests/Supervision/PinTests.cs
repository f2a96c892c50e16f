using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>A child that was stopped for good.</summary>
public sealed class PinTests : ChildTestBase
{
    private static readonly StartChild _automatic = new(Spec) { IsAutomatic = true };

    private void Pin()
    {
        Tell(new StopChild("web") { Pin = true });
        ExpectMsg<StopResult>();
        Assert.True(Snapshot.IsPinned);
    }

    private void StopPinned()
    {
        StartAndListen();
        Pin();
    }

    private void AssertRefused(object automatic)
    {
        Tell(automatic);
        Assert.Equal(StartFailureReason.Pinned, ExpectMsg<StartFailed>().Reason);
        Assert.Equal((ChildState.Stopped, true), (State, Snapshot.IsPinned));
    }

    [Fact]
    public void A_pinned_child_refuses_automatic_starts()
    {
        StopPinned();

        AssertRefused(_automatic);
    }

    [Fact]
    public void A_pinned_child_is_not_held()
    {
        StopPinned();

        AssertRefused(new AcquireChild(Spec));
    }

    [Fact]
    public void A_pinned_child_is_not_started_for_another_that_depends_on_it()
    {
        StopPinned();

        Tell(new AwaitDependency("web", DependencyCondition.Started, "app", 3));

        DependencyFailed refused = ExpectMsg<DependencyFailed>();
        Assert.Equal((3, StartFailureReason.Pinned), (refused.Run, refused.Failure.Reason));
        Assert.Equal(ChildState.Stopped, State);
    }

    [Fact]
    public void A_change_does_not_start_a_pinned_child_whose_last_start_failed()
    {
        FailToStart();
        Pin();

        Watcher.Change();

        Assert.Equal(ChildState.Stopped, State);
    }

    [Fact]
    public void A_child_that_is_stopped_already_can_be_pinned()
    {
        Pin();

        AssertRefused(_automatic);
    }

    [Fact]
    public void A_child_that_is_stopping_can_be_pinned()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        Tell(new StopChild("web"));
        Tell(_automatic);
        Tell(new StopChild("web") { Pin = true });
        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
        Tell(_automatic);
        Assert.Equal(StartFailureReason.Pinned, ExpectMsg<StartFailed>().Reason);

        Crash();

        ExpectMsg<StopResult>();
        ExpectMsg<StopResult>();
        AssertRefused(_automatic);
    }

    [Fact]
    public void A_stop_without_a_pin_leaves_the_child_to_automatic_starts()
    {
        StartAndListen();
        Tell(new StopChild("web"));
        ExpectMsg<StopResult>();

        Tell(_automatic);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_explicit_start_or_restart_makes_automatic_starts_possible_again(bool restart)
    {
        StopPinned();
        Tell(restart ? new RestartChild("web") : StartChild.Known("web"));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Assert.False(Snapshot.IsPinned);
        Tell(new StopChild("web"));
        ExpectMsg<StopResult>();

        Tell(_automatic);
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void An_explicit_start_while_stopping_unpins()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        Tell(new StopChild("web") { Pin = true });
        Tell(StartChild.Known("web"));
        Assert.False(Snapshot.IsPinned);
        Crash();
        Probe.Listen();

        ExpectMsg<StopResult>();
        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void To_define_a_pinned_child_anew_does_not_unpin_it()
    {
        StopPinned();

        Tell(new DefineChild(Spec with { Args = ["--new"] }));

        ExpectMsg<ChildDefined>();
        AssertRefused(StartChild.Known("web") with { IsAutomatic = true });
    }
}
