using Akka.Actor;
using Spinner.Output;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class SpinnerActorTests : VirtualTimeKit
{
    private readonly IActorRef _spinner;

    public SpinnerActorTests() => _spinner = Sys.ActorOf(SpinnerActor.Props(Services), "spinner");

    private void Tell(object message) => _spinner.Tell(message, TestActor);

    private static ChildSpec Spec(string name) => new() { Name = name, Command = "app" };

    private StartSucceeded StartAndListen(string name)
    {
        Tell(new StartChild(Spec(name)));
        AwaitCondition(() => Probe.IsAsked);
        Probe.Listen();
        return ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void Each_name_is_a_child_of_its_own()
    {
        StartSucceeded a = StartAndListen("./a.js");
        StartSucceeded b = StartAndListen("/x/a b");

        Assert.NotEqual(a.Port, b.Port);
        Tell(new ListChildren());
        Assert.Equal(["./a.js", "/x/a b"], ExpectMsg<ChildList>().Children.Select(child => child.Name.Value));
    }

    [Fact]
    public void Unknown_names_are_told_so()
    {
        Tell(new GetChild("who"));
        Assert.Equal("who", ExpectMsg<ChildNotFound>().Name.Value);
        Tell(new TouchChild("who"));
        ExpectMsg<ChildNotFound>();
        Tell(new StopChild("who"));
        Assert.Equal(StopOutcome.AlreadyStopped, ExpectMsg<StopResult>().Outcome);
        Tell(new RestartChild("who"));
        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
        Tell(StartChild.Known("who"));
        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void Output_is_followed_and_read_also_of_a_child_that_never_ran()
    {
        Tell(new FollowOutput("later", new OutputSubscriptionOptions()));
        using (OutputSubscription subscription = ExpectMsg<OutputFollowed>().Subscription)
        {
            Assert.Equal(0, subscription.Dropped);
        }

        RunOutput.Write(true, "last words"u8);
        Tell(new GetRecentOutput("web", 5));
        Assert.Equal(["last words"], ExpectMsg<RecentOutput>().Lines.Select(line => line.Text));
    }

    [Fact]
    public void A_first_spec_with_errors_leaves_no_child_behind()
    {
        Tell(new StartChild(Spec("") with { Attempts = 0 }));
        Assert.True(ExpectMsg<StartFailed>().Errors.Count >= 2);
        Tell(new ListChildren());

        Assert.Empty(ExpectMsg<ChildList>().Children);
    }

    [Fact]
    public void Stop_all_answers_once_all_are_stopped()
    {
        StartAndListen("b");
        StartAndListen("a");
        Tell(new StopAll());

        Assert.Equal(["a", "b"], ExpectMsg<StopAllResult>().Results.Select(result => result.Name.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stop_all_pins_each_child_when_it_is_to(bool pin)
    {
        StartAndListen("a");
        Tell(new StopAll { Pin = pin });
        ExpectMsg<StopAllResult>();

        Tell(new GetChild("a"));

        Assert.Equal(pin, ExpectMsg<ChildSnapshot>().IsPinned);
    }

    [Fact]
    public void Stop_all_of_nothing_is_answered()
    {
        Tell(new StopAll());

        Assert.Empty(ExpectMsg<StopAllResult>().Results);
    }

    [Fact]
    public void A_shutdown_stops_all_and_refuses_starts()
    {
        StartAndListen("a");
        Tell(ShutDown.Instance);
        Assert.Single(ExpectMsg<StopAllResult>().Results);
        Tell(new StartChild(Spec("b")));

        Assert.Equal(StartFailureReason.ShuttingDown, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void When_the_actor_of_a_child_fails_its_run_is_ended_its_callers_are_told_and_run_numbers_go_on()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        Tell(new StartChild(Spec("a")));
        AwaitCondition(() => Probe.IsAsked);
        FakeProcess first = Launcher.Last;

        Probe.AnswerNonsense();
        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);
        Tell(StartChild.Known("a"));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Single(Launcher.Processes);

        first.Exit(ExitStatus.Signalled("SIGKILL"));
        AwaitCondition(() => Launcher.Processes.Count == 2);
        AwaitCondition(() => Probe.IsAsked);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_launcher_that_throws_does_not_hold_the_name_for_ever()
    {
        Launcher.Prepare = _ => throw new InvalidOperationException("a defect");
        Tell(new StartChild(Spec("a")));
        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);
        Launcher.Prepare = null;

        StartAndListen("a");

        Assert.Single(Ports.Out);
    }

    [Fact]
    public void A_lease_that_comes_too_late_for_a_failed_actor_is_returned()
    {
        Ports.Holds = true;
        Tell(new StartChild(Spec("a")));
        AwaitCondition(() => Ports.IsAsked);
        Sys.ActorSelection("/user/spinner/child-1-1").Tell(new DefineChild(null!)); // which no router lets through
        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);
        AwaitCondition(() => Ports.Out.Count == 1);

        Tell(new GetChild("a")); // answered by the next actor: the failed one is gone
        ExpectMsg<ChildSnapshot>();
        Ports.Release();

        AwaitCondition(() => Ports.Out.Count == 0);
    }

    [Fact]
    public void A_name_can_be_pinned_before_its_first_start()
    {
        Tell(new StopChild("a") { Pin = true });
        ExpectMsg<StopResult>();
        Tell(new AcquireChild(Spec("a")));
        Assert.Equal(StartFailureReason.Pinned, ExpectMsg<StartFailed>().Reason);
        Tell(new StartChild(Spec("a")));
        AwaitCondition(() => Probe.IsAsked);
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void A_name_is_not_held_for_ever_by_a_run_that_cannot_be_killed()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        Tell(new StartChild(Spec("a")));
        AwaitCondition(() => Probe.IsAsked);
        Probe.AnswerNonsense();
        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);
        AwaitCondition(() => Launcher.Last.Settled is not null);
        Tell(StartChild.Known("a"));

        AwaitCondition(() =>
        {
            AdvanceSeconds(10);
            return Launcher.Processes.Count == 2;
        });
        Assert.True(Assert.Single(Ports.Returned).Quarantine);
    }

    [Fact]
    public void A_message_without_a_name_is_answered_and_harms_nobody()
    {
        StartAndListen("a");
        Tell(new StopChild(null!));
        ExpectMsg<ChildNotFound>();
        Tell(new StartChild(null!));
        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
        Tell(new GetChild(new ChildName(null!)));
        ExpectMsg<ChildNotFound>();
        Tell(new RestartChild(null!));
        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
        Tell(new GetChild("a"));

        Assert.Equal(ChildState.Started, ExpectMsg<ChildSnapshot>().State);
    }

    [Fact]
    public void A_run_that_was_gone_already_when_its_actor_failed_holds_the_name_no_longer()
    {
        Probe.Fails = true;
        Tell(new StartChild(Spec("a")));
        AwaitCondition(() => Probe.IsAsked);
        Launcher.Last.Exit(ExitStatus.Exited(1));
        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);
        Probe.Fails = false;
        Tell(new StopChild("a"));

        ExpectMsg<StopResult>();
        AwaitCondition(() => Ports.Returned.Count == 1);
    }

    [Fact]
    public void A_failure_of_the_port_allocator_costs_one_start_and_no_child()
    {
        StartSucceeded running = StartAndListen("a");
        Ports.FailsOnce = true;
        Tell(new StartChild(Spec("b")));
        AwaitCondition(() =>
        {
            AdvanceSeconds(5);
            return HasMessages;
        });
        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);

        Assert.NotEqual(running.Port, StartAndListen("b").Port);
        Tell(new GetChild("a"));
        Assert.Equal(ChildState.Started, ExpectMsg<ChildSnapshot>().State);
    }
}
