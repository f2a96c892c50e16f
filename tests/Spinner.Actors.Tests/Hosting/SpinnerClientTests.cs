using Akka.Actor;
using Akka.TestKit.Xunit2;
using Spinner.Hosting;
using Spinner.Output;
using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Hosting;

public sealed class SpinnerClientTests : TestKit
{
    private static readonly TimeSpan _generous = TimeSpan.FromSeconds(30);

    private readonly SpinnerClient _client;

    public SpinnerClientTests() => _client = new SpinnerClient(TestActor);

    [Fact]
    public async Task Each_call_sends_its_message_and_returns_the_answer()
    {
        ChildSpec spec = new() { Name = "a", Command = "node" };
        StartFailed failed = new("a", StartFailureReason.NoPort, "none");
        StopResult stopped = new("a", StopOutcome.Exited);
        ChildSnapshot snapshot = new("a", ChildState.Started, 1);

        Assert.Same(failed, await Answer(_client.StartAsync(spec), new StartChild(spec), failed));
        Assert.Same(failed, await Answer(_client.StartAsync("a"), StartChild.Known("a"), failed));
        Assert.Same(failed, await Answer(_client.StartScriptAsync("a.js", "/app"), StartChild.Script("a.js", "/app"), failed));
        Assert.Same(failed, await Answer(_client.RestartAsync("a"), new RestartChild("a"), failed));
        Assert.Same(stopped, await Answer(_client.StopAsync("a"), new StopChild("a"), stopped));
        Assert.Same(stopped, await Answer(_client.StopAsync("a", pin: true), new StopChild("a") { Pin = true }, stopped));
        Assert.Null(await Answer(_client.DefineAsync(spec), new DefineChild(spec), new ChildDefined("a")));
        Assert.Same(failed, await Answer(_client.DefineAsync(spec), new DefineChild(spec), failed));
        Assert.Equal([stopped], (await Answer(_client.StopAllAsync(), new StopAll(), new StopAllResult([stopped]))).Results);
        Assert.Equal([snapshot], await Answer(_client.ListAsync(), new ListChildren(), new ChildList([snapshot])));
        Assert.Same(snapshot, await Answer(_client.GetAsync("a"), new GetChild("a"), snapshot));
        Assert.True((await Answer(_client.TouchAsync("a"), new TouchChild("a"), new TouchResult("a", ChildState.Started, true)))!.Touched);
    }

    [Fact]
    public async Task Output_is_followed_with_the_options_given_or_the_defaults()
    {
        using OutputSubscription subscription = new ChildOutput("a", 1, TimeProvider.System).Subscribe(new());
        OutputSubscriptionOptions options = new() { Tail = 5, Policy = OutputOverflow.BlockChild };
        OutputLine line = new("a", 1, false, default, "text");

        Assert.Same(subscription, await Answer(_client.FollowOutputAsync("a"), new FollowOutput("a", new()), new OutputFollowed(subscription)));
        Assert.Same(subscription, await Answer(_client.FollowOutputAsync("a", options), new FollowOutput("a", options), new OutputFollowed(subscription)));
        Assert.Equal([line], await Answer(_client.RecentOutputAsync("a", 3), new GetRecentOutput("a", 3), new RecentOutput([line])));
    }

    [Fact]
    public async Task Output_of_another_node_is_refused_with_a_reason()
    {
        SpinnerClient client = new(new FarAway(((IInternalActorRef)TestActor).Provider));

        InvalidOperationException follow = await Assert.ThrowsAsync<InvalidOperationException>(() => client.FollowOutputAsync("a"));
        InvalidOperationException recent = await Assert.ThrowsAsync<InvalidOperationException>(() => client.RecentOutputAsync("a", 1));

        Assert.All([follow, recent], failure => Assert.Contains("another node", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_child_is_null()
    {
        Assert.Null(await Answer(_client.GetAsync("a"), new GetChild("a"), new ChildNotFound("a")));
        Assert.Null(await Answer(_client.TouchAsync("a"), new TouchChild("a"), new ChildNotFound("a")));
    }

    [Fact]
    public async Task A_cancelled_call_waits_no_longer()
    {
        using CancellationTokenSource cancel = new();
        Task<StartResult> call = _client.StartAsync("a", cancel.Token);
        _ = ExpectMsg<StartChild>(_generous);

        await cancel.CancelAsync();

        OperationCanceledException end = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(_generous));
        Assert.Equal(cancel.Token, end.CancellationToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_fails_when_the_actor_ends_without_an_answer(bool withToken)
    {
        using CancellationTokenSource cancel = new();
        IActorRef silent = Sys.ActorOf(Props.Create<Silent>());
        SpinnerClient client = new(silent);
        Task<StartResult> call = client.StartAsync("a", withToken ? cancel.Token : default);

        Sys.Stop(silent);

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => call.WaitAsync(_generous));
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => client.StartAsync("a").WaitAsync(_generous));
    }

    private async Task<T> Answer<T>(Task<T> call, object expected, object reply)
    {
        object message = ExpectMsg<object>(_generous);
        Assert.IsType(expected.GetType(), message);
        if (message is not StartChild)
        {
            Assert.Equal(expected, message);
        }
        else
        {
            Assert.True(((StartChild)message).Spec.IsSameAs(((StartChild)expected).Spec));
        }

        LastSender.Tell(reply);
        return await call.WaitAsync(_generous);
    }

    /// <summary>A reference that says it leads to another node.</summary>
    private sealed class FarAway(IActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path { get; } = ActorPath.Parse("akka.tcp://other@10.0.0.1:4053/user/spinner");

        public override IActorRefProvider Provider => provider;

        public override bool IsLocal => false;
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
