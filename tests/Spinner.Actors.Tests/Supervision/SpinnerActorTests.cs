using Akka.Actor;
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
}
