using Akka.Actor;
using Akka.Event;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;
using Spinner.Wire;
using Xunit;

namespace Spinner.Actors.Tests.Wire;

/// <summary>A request of another node is never taken for a local one.</summary>
public sealed class FromAnotherNodeTests : VirtualTimeKit
{
    private static readonly ChildSpec _spec = new() { Name = "web", Command = "app" };

    private readonly IActorRef _spinner;

    public FromAnotherNodeTests() => _spinner = Sys.ActorOf(SpinnerActor.Props(Services), "spinner");

    public static TheoryData<object> Starts() => new(
        new StartChild(_spec), new RestartChild("web", _spec), new AcquireChild(_spec), new DefineChild(_spec), new StartChild(null!));

    public static TheoryData<object> Others() => new(
        new StopChild("web"), new ForgetChild("web"), new TouchChild("web"), new GetChild("web"), new ListChildren(), new StopAll(), new WatchChildren(),
        new RenewLease("web", Guid.Empty), new ReleaseChild("web", Guid.Empty), new PingSpinner(1), new EventsTaken(1));

    [Theory]
    [MemberData(nameof(Starts))]
    public void A_start_from_another_node_is_not_allowed(object start)
    {
        EventFilter.Warning(contains: start?.GetType().Name).ExpectOne(() => _spinner.Tell(new FromAnotherNode(start!), TestActor));

        StartFailed refused = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.NotAllowed, refused.Reason);
        Assert.Contains("WithSpinnerRemoting", refused.Message, StringComparison.Ordinal);
        AssertNothingIsKnown();
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Anything_else_from_another_node_is_refused(object request)
    {
        ArgumentNullException.ThrowIfNull(request);

        _spinner.Tell(new FromAnotherNode(request), TestActor);

        RequestRefused refused = ExpectMsg<RequestRefused>();
        Assert.Equal(request.GetType().Name, refused.Request);
        Assert.Contains("no remoting is configured", refused.Message, StringComparison.Ordinal);
        AssertNothingIsKnown();
    }

    [Fact]
    public void A_name_that_no_child_can_have_is_refused_first()
    {
        string[] names = ["", new string('x', 256), "a\nb"];
        foreach (string name in names)
        {
            _spinner.Tell(new FromAnotherNode(new StopChild(name) { Pin = true }), TestActor);
            Assert.Contains("no child can have this name", ExpectMsg<RequestRefused>().Message, StringComparison.Ordinal);
        }

        AssertNothingIsKnown();
    }

    [Fact]
    public void Who_says_it_is_Spinner_itself_is_nobody_special()
    {
        EventFilter.Exception<Exception>().Expect(0, () =>
        {
            _spinner.Tell(new StopChild("nobody"), _spinner);
            _spinner.Tell(new FromAnotherNode(new StopChild("nobody")), _spinner);
            AssertNothingIsKnown();
        });
    }

    [Fact]
    public void What_could_not_be_read_is_told_to_its_sender_and_the_log()
    {
        NotUnderstood answer = new("start.9", "The message 'start.9' cannot be read.");

        EventFilter.Warning(contains: "start.9").ExpectOne(() => _spinner.Tell(new FromAnotherNode(answer), TestActor));

        ExpectMsg(answer);
    }

    [Fact]
    public void The_actor_of_a_child_does_nothing_for_another_node()
    {
        IActorRef child = CreateChild(spec: _spec);
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));

        child.Tell(new FromAnotherNode(new StartChild(_spec)), TestActor);

        ExpectMsg<UnhandledMessage>(unhandled => unhandled.Message is FromAnotherNode);
        Assert.Empty(Launcher.Processes);
        child.Tell(new GetChild("web"), TestActor);
        Assert.Equal(ChildState.Stopped, ExpectMsg<ChildSnapshot>().State);
    }

    [Theory]
    [InlineData("ports")]
    [InlineData("events")]
    public async Task The_actors_that_children_share_do_nothing_for_another_node(string actor)
    {
        AssertNothingIsKnown(); // and so the actor is there
        IActorRef shared = await Sys.ActorSelection($"/user/spinner/{actor}").ResolveOne(TimeSpan.FromSeconds(30));
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));

        shared.Tell(new FromAnotherNode(new WatchChildren()), TestActor);

        ExpectMsg<UnhandledMessage>(unhandled => unhandled.Message is FromAnotherNode);
    }

    /// <summary>Events come unmarked from other nodes, so none may have an effect.</summary>
    [Fact]
    public async Task An_event_that_somebody_made_up_introduces_no_child()
    {
        AssertNothingIsKnown();
        IActorRef events = await Sys.ActorSelection("/user/spinner/events").ResolveOne(TimeSpan.FromSeconds(30));

        events.Tell(new ChildPresent("ghost", 1, ChildState.Started, 1, null), TestActor);

        _spinner.Tell(new WatchChildren(), TestActor);
        ExpectMsg(new ReplayEnded(0));
    }

    private void AssertNothingIsKnown()
    {
        _spinner.Tell(new ListChildren(), TestActor);
        Assert.Empty(ExpectMsg<ChildList>().Children);
        Assert.Empty(Launcher.Processes);
    }
}
