using Akka.Actor;
using Akka.TestKit;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>A child that is stopped and forgotten.</summary>
public sealed class ForgetTests : VirtualTimeKit
{
    private readonly IActorRef _spinner;

    public ForgetTests()
    {
        // Each end is the test's.
        Launcher.Prepare = process => (process.Obeys, process.IsMortal) = (false, false);
        _spinner = Sys.ActorOf(SpinnerActor.Props(Services), "spinner");
    }

    private static ChildSpec Spec { get; } = new() { Name = "web", Command = "app" };

    private void Tell(object message) => _spinner.Tell(message, TestActor);

    private StartSucceeded StartAndListen()
    {
        Tell(new StartChild(Spec));
        return Listen();
    }

    private StartSucceeded Listen()
    {
        AwaitCondition(() => Probe.IsAsked);
        Probe.Listen();
        return ExpectMsg<StartSucceeded>();
    }

    private void AssertUnknown()
    {
        Tell(new GetChild("web"));
        ExpectMsg<ChildNotFound>();
    }

    [Fact]
    public void An_unknown_child_cannot_be_forgotten()
    {
        Tell(new ForgetChild("web"));

        Assert.Equal("web", ExpectMsg<ChildNotFound>().Name.Value);
    }

    [Fact]
    public void Who_only_looks_does_not_wait_for_a_child_that_is_being_forgotten()
    {
        StartAndListen();
        Tell(new ForgetChild("web"));
        AwaitCondition(() => Launcher.Last.Signals.Count > 0);

        Tell(new GetChild("web"));
        Assert.Equal(ChildState.Stopping, ExpectMsg<ChildSnapshot>().State);
        Tell(new GetProcesses());
        Assert.Equal(Launcher.Last.Identity, ExpectMsg<ProcessesGiven>().Leaders["web"]);
    }

    [Fact]
    public void The_present_comes_with_the_number_of_the_last_event_before_it()
    {
        StartAndListen();
        Tell(new GetPresent());

        PresentGiven present = ExpectMsg<PresentGiven>();
        Assert.Equal(ChildState.Started, Assert.Single(present.Children).State);
        Assert.Equal(4, present.Sequence); // known, starting, started, and that it has
    }

    [Fact]
    public void A_forgotten_child_is_stopped_and_then_unknown()
    {
        StartAndListen();
        Tell(new ForgetChild("web"));
        AwaitCondition(() => Launcher.Last.Signals.Count > 0);
        ExpectNoMsg(TimeSpan.Zero);

        Launcher.Last.Exit(ExitStatus.Exited(0));

        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        AssertUnknown();
        Tell(StartChild.Known("web"));
        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void What_is_kept_of_its_output_is_dropped()
    {
        Tell(new DefineChild(Spec));
        ExpectMsg<ChildDefined>();

        Tell(new ForgetChild("web"));

        Assert.Equal(StopOutcome.AlreadyStopped, ExpectMsg<StopResult>().Outcome);
        Assert.Equal(["web"], RunOutput.Forgotten.Select(name => name.Value));
    }

    [Fact]
    public void All_who_ask_are_answered()
    {
        StartAndListen();
        Tell(new ForgetChild("web"));
        Tell(new ForgetChild("web"));
        AwaitCondition(() => Launcher.Last.Signals.Count > 0);

        Launcher.Last.Exit(ExitStatus.Exited(0));

        ExpectMsg<StopResult>();
        ExpectMsg<StopResult>();
    }

    [Fact]
    public void A_start_asked_for_meanwhile_is_the_first_of_a_new_child()
    {
        Assert.Equal(1, StartAndListen().Run);
        Tell(new RestartChild("web"));
        AwaitCondition(() => Launcher.Last.Signals.Count > 0);
        Launcher.Last.Exit(ExitStatus.Exited(0));
        Assert.Equal(2, Listen().Run);
        Tell(new ForgetChild("web"));
        Tell(new StartChild(Spec));
        AwaitCondition(() => Launcher.Last.Signals.Count > 0);

        Launcher.Last.Exit(ExitStatus.Exited(0));

        ExpectMsg<StopResult>();
        Assert.Equal(1, Listen().Run);
    }

    [Fact]
    public void A_child_that_cannot_be_stopped_is_not_forgotten()
    {
        StartAndListen();
        Tell(new ForgetChild("web"));
        AwaitCondition(() => Launcher.Last.Signals.Count > 0);

        AwaitCondition(() =>
        {
            Advance(SpinnerDefaults.KillTimeout);
            return HasMessages;
        });

        Assert.Equal(StopOutcome.StillAlive, ExpectMsg<StopResult>().Outcome);
        Tell(new GetChild("web"));
        Assert.Equal(ChildState.Faulted, ExpectMsg<ChildSnapshot>().State);
    }

    [Fact]
    public void Watchers_are_told_and_new_ones_do_not_see_it()
    {
        TestProbe watcher = CreateTestProbe("watcher");
        Tell(new DefineChild(Spec));
        ExpectMsg<ChildDefined>();
        _spinner.Tell(new WatchChildren(), watcher.Ref);
        watcher.FishForMessage(message => message is ReplayEnded);

        Tell(new ForgetChild("web"));

        watcher.FishForMessage(message => message is ChildForgotten { Name.Value: "web" });
        TestProbe later = CreateTestProbe("later");
        _spinner.Tell(new WatchChildren(), later.Ref);
        later.ExpectMsg<ReplayEnded>();
    }

    [Fact]
    public void A_child_whose_actor_failed_meanwhile_is_forgotten_all_the_same()
    {
        StartAndListen();
        Tell(new ForgetChild("web"));
        AwaitCondition(() => Launcher.Last.Signals.Count > 0);
        Sys.ActorSelection("/user/spinner/child-1-1").Tell(new DefineChild(null!)); // which no router lets through
        AwaitCondition(() => Launcher.Last.Kills.Count > 0);

        Launcher.Last.Exit(ExitStatus.Signalled("SIGKILL"));

        Assert.Equal("web", ExpectMsg<StopResult>().Name.Value);
        AwaitAssert(() =>
        {
            Tell(new ListChildren());
            Assert.Empty(ExpectMsg<ChildList>().Children);
        });
    }
}
