using Akka.Actor;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>Updates as seen from above the child's actor.</summary>
public sealed class TandemSpinnerTests : VirtualTimeKit
{
    private static readonly ChildSpec _spec = new() { Name = "a", Command = "app", Tandem = true };

    private readonly IActorRef _spinner;

    public TandemSpinnerTests() => _spinner = Sys.ActorOf(SpinnerActor.Props(Services), "spinner");

    private void Tell(object message) => _spinner.Tell(message, TestActor);

    private void StartAndBeginUpdate(ChildSpec spec, ChildSpec? next = null)
    {
        Tell(new StartChild(spec));
        AwaitCondition(() => Probe.IsAsked);
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Tell(new RestartChild("a", next));
        AwaitCondition(() => Probe.IsAsked);
    }

    private void AssertNothingIsLeft()
    {
        AwaitCondition(() => Ports.Out.Count == 0);
        Assert.All(Launcher.Processes, process => Assert.True(process.IsGone));
        Assert.Equal(Ports.Returned.Count, Ports.Returned.Select(back => back.Lease.Serial).Distinct().Count());
    }

    [Fact]
    public void When_the_actor_fails_both_runs_are_ended_and_the_child_can_be_started_again()
    {
        StartAndBeginUpdate(_spec);
        Probe.AnswerNonsense();
        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);
        AssertNothingIsLeft();
        Tell(StartChild.Known("a"));
        AwaitCondition(() => Probe.IsAsked);
        Probe.Listen();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void When_the_actor_fails_the_name_is_held_until_both_runs_are_gone()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        StartAndBeginUpdate(_spec);
        Probe.AnswerNonsense();
        ExpectMsg<StartFailed>();
        Tell(new StopChild("a"));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Launcher.Processes[1].Exit(ExitStatus.Signalled("SIGKILL"));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Launcher.Processes[0].Exit(ExitStatus.Signalled("SIGKILL"));

        ExpectMsg<StopResult>();
        AssertNothingIsLeft();
    }

    [Fact]
    public void When_the_actor_fails_a_socket_of_both_runs_is_returned_once()
    {
        Tell(new StartChild(_spec with { Listen = ListenMode.Inherit, Readiness = ReadinessCheck.Notify, Monitor = ["/src"] }));
        AwaitCondition(() => Notify.Open.Count == 1);
        Notify.Send(new Spinner.Probes.NotifyMessage { Ready = true });
        ExpectMsg<StartSucceeded>();
        Tell(new RestartChild("a"));
        AwaitCondition(() => Notify.Open.Count == 2);
        Notify.Send(null!);

        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);
        AssertNothingIsLeft();
        Assert.Single(Ports.Returned);
    }

    [Fact]
    public void A_spec_that_was_taken_back_is_not_what_the_next_actor_begins_with()
    {
        StartAndBeginUpdate(_spec, _spec with { Args = ["--broken"] });
        Launcher.Last.Exit(ExitStatus.Exited(1));
        ExpectMsg<StartFailed>();
        Sys.ActorSelection("/user/spinner/child-1-1").Tell(new DefineChild(null!)); // which no router lets through
        AwaitCondition(() => Ports.Out.Count == 0);
        Tell(StartChild.Known("a"));
        AwaitCondition(() => Probe.IsAsked);

        Assert.Empty(Launcher.Last.Spec.Args);
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void Stop_all_ends_both_runs()
    {
        StartAndBeginUpdate(_spec);
        Tell(new StopAll());

        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(StopOutcome.Exited, Assert.Single(ExpectMsg<StopAllResult>().Results).Outcome);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_new_run_whose_dependency_fails_leaves_the_old_one_serving()
    {
        Tell(new DefineChild(new ChildSpec { Name = "db", Command = "db" }));
        ExpectMsg<ChildDefined>();
        Tell(new StartChild(_spec));
        AwaitCondition(() => Probe.IsAsked);
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Tell(new RestartChild(
            "a", _spec with { DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Started } }));
        AwaitCondition(() => Probe.IsAsked);
        Launcher.Last.Exit(ExitStatus.Exited(1));
        Assert.Equal(StartFailureReason.DependencyFailed, ExpectMsg<StartFailed>().Reason);
        Tell(StartChild.Known("a"));

        Assert.Equal(1, ExpectMsg<StartSucceeded>().Run);
        Tell(new GetChild("a"));
        Assert.Equal(StartFailureReason.DependencyFailed, ExpectMsg<ChildSnapshot>().UpdateFailure!.Reason);
    }
}
