using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Spinner.Protocol;
using Xunit;
using StopChild = Spinner.Protocol.StopChild;

namespace Spinner.Remoting.Tests;

/// <summary>A node with a good certificate that is no friend: its Akka has no locks, and it knows every path.</summary>
public sealed class DoorTests : IAsyncLifetime, IDisposable
{
    private const string Dropped = "and it was dropped: ";

    private readonly Certificates _certificates = new();
    private Node _server = null!;
    private Node _attacker = null!;

    public async Task InitializeAsync()
    {
        _server = await Node.Serving(options => _certificates.Apply(options, "server"));
        _attacker = await Node.Attacking(options => _certificates.Apply(options, "attacker"), akka => akka.AddHocon(
            $"akka.actor.serializers.raw = \"{typeof(RawSerializer).FullName}, Spinner.Remoting.Tests\"\n"
            + $"akka.actor.serialization-bindings.\"{typeof(Raw).FullName}, Spinner.Remoting.Tests\" = raw",
            HoconAddMode.Prepend));
        Assert.IsType<StartSucceeded>(await _server.Local.StartAsync("web"));
    }

    public async Task DisposeAsync()
    {
        await _attacker.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Nobody_speaks_in_the_name_of_this_node()
    {
        Lookup("/user/spinner").Tell(new StopChild("web"), Ref("/user/spinner"));
        Ref("/user/spinner").Tell(new StopChild("nobody"), Ref("/user/spinner"));
        Ref("/user/spinner").Tell(new StopChild("web"), Ref("akka.ssl.tcp://spinner@10.9.8.7:7978/user/spinner"));

        await Refused("whoever is to be answered is not on the node that it comes from", 3);
    }

    [Theory]
    [InlineData("/user/spinner")]
    [InlineData("/user")]
    [InlineData("/")]
    [InlineData("/system")]
    [InlineData("/user/spinner/child-1-1")]
    public async Task Nobody_ends_an_actor(string path)
    {
        object[] ends = [Kill.Instance, PoisonPill.Instance];
        foreach (object end in ends)
        {
            Lookup(path).Tell(end, ActorRefs.NoSender);
            Ref(path).Tell(end, ActorRefs.NoSender);
        }

        await Refused("is refused unread: the serializer 16 is switched off", 4);
    }

    [Theory]
    [InlineData("/user/spinner")]
    [InlineData("/user")]
    [InlineData("/")]
    public async Task No_message_between_actor_systems_comes_in(string path)
    {
        IInternalActorRef target = (IInternalActorRef)Ref(path);
        target.SendSystemMessage(new Suspend());
        target.SendSystemMessage(new Recreate(new InvalidOperationException("forged")));
        target.SendSystemMessage(new Terminate());
        target.SendSystemMessage(new DeathWatchNotification(Ref("/user"), existenceConfirmed: true, addressTerminated: false));

        await Refused("is refused unread: the serializer 22 is switched off", 4);
    }

    [Fact]
    public async Task No_serializer_makes_what_a_message_names()
    {
        Ref("/user/spinner").Tell(new Status.Failure(new InvalidOperationException("forged")), ActorRefs.NoSender);
        await Refused("the serializer 16 is switched off", 1);

        Ref("/user/spinner").Tell("text", ActorRefs.NoSender);
        await Refused("the serializer 17 is switched off", 1);

        foreach (int other in new[] { 1, 2, 3, 4, 5, 99 })
        {
            Ref("/user/spinner").Tell(new Raw(other, "System.Data.DataSet, System.Data.Common"), ActorRefs.NoSender);
            await Refused($"the serializer {other} is switched off", 1);
        }
    }

    [Theory]
    [InlineData("/user/recorder")]
    [InlineData("/temp/a")]
    [InlineData("/user/spinner/child-1-1")]
    [InlineData("/user/spinner/events")]
    [InlineData("/system/spinner-remote-1")]
    [InlineData("/system/spinner-remote-1/../../user/recorder")]
    [InlineData("/user/spinner#12/child-1-1")]
    public async Task Only_Spinner_is_spoken_with(string path)
    {
        List<object> heard = [];
        _server.System.ActorOf(Props.Create(() => new Recorder(heard)), "recorder");
        _ = _server.ClientOf("akka.ssl.tcp://spinner@127.0.0.1:1"); // a link, but to somebody else

        Ref(path).Tell(new StopChild("web"), ActorRefs.NoSender);
        Ref(path).Tell(new ChildList([]), ActorRefs.NoSender);
        Ref(path).Tell(new ChildForgotten("web", 99), ActorRefs.NoSender);
        Lookup(path).Tell(new StopChild("web"), ActorRefs.NoSender);

        await Refused("/user/spinner can be asked from another node, and nothing else", 4);
        Assert.Empty(heard);
    }

    [Theory]
    [InlineData("/user/*")]
    [InlineData("/user/spinner/../spinner")]
    [InlineData("/user/spinner/*")]
    public async Task A_lookup_is_by_names_alone(string path)
    {
        Lookup(path).Tell(new StopChild("web"), ActorRefs.NoSender);

        await Refused("/user/spinner can be asked from another node, and nothing else", 1);
    }

    [Fact]
    public async Task Answers_that_nobody_waits_for_are_not_taken()
    {
        Ref("/user/spinner").Tell(new StopResult("web", StopOutcome.Exited), ActorRefs.NoSender);
        Lookup("/user/spinner").Tell(new ChildForgotten("web", 99), ActorRefs.NoSender);

        await Refused("it is an answer, and /user/spinner takes requests", 2);
    }

    [Fact]
    public async Task What_is_refused_is_answered_where_that_can_be()
    {
        object answer = await Lookup("/user/spinner").Ask<object>(Kill.Instance, TimeSpan.FromSeconds(30));

        Assert.Contains("serializer 16", Assert.IsType<NotUnderstood>(answer).Message, StringComparison.Ordinal);
        await _server.Log.Line(LogLevel.Warning, "serializer 16");
        await AssertUnharmed();
    }

    [Theory]
    [InlineData("stop.1", "{\"name\": \"web\"}")] // older: without what came since
    [InlineData("stop.1", "{\"name\": \"web\", \"pin\": true, \"gracePeriod\": {\"seconds\": 7}}")] // newer
    public async Task Other_versions_are_understood_across_a_connection(string manifest, string body)
    {
        object answer = await Lookup("/user/spinner").Ask<object>(new Raw(77, manifest, body), TimeSpan.FromSeconds(30));

        Assert.Equal("web", Assert.IsType<StopResult>(answer).Name.Value);
        Assert.Equal(ChildState.Stopped, (await _server.Local.GetAsync("web"))!.State);
    }

    [Fact]
    public async Task Nothing_is_found_out_about_other_actors()
    {
        string[] paths = ["/user", "/system", "/user/spinner/ports"];
        foreach (string path in paths)
        {
            Ref(path).Tell(new Identify(1), ActorRefs.NoSender);
            Lookup(path).Tell(new Identify(1), ActorRefs.NoSender);
        }

        await Refused("the serializer 16 is switched off", 2 * paths.Length);
    }

    [Fact]
    public async Task A_name_that_no_child_can_have_is_kept_nowhere_and_stands_on_one_line_of_the_log()
    {
        object longest = await Lookup("/user/spinner").Ask<object>(new StopChild(new string('x', 1_000_000)) { Pin = true }, TimeSpan.FromSeconds(30));
        object forged = await Lookup("/user/spinner").Ask<object>(new StartChild(new ChildSpec { Name = "x\n[INF] forged" }), TimeSpan.FromSeconds(30));

        Assert.Contains("no child can have this name", Assert.IsType<RequestRefused>(longest).Message, StringComparison.Ordinal);
        Assert.Equal("x?[INF] forged", Assert.IsType<StartFailed>(forged).Name.Value);
        string line = await _server.Log.Line(LogLevel.Warning, "forged");
        Assert.DoesNotContain('\n', line);
        Assert.All(_server.Log.All, told => Assert.True(told.Length < 2000));
        await AssertUnharmed();
    }

    [Fact]
    public async Task One_node_cannot_take_every_place_of_a_watcher()
    {
        for (int i = 0; i < 30; i++)
            Lookup("/user/spinner").Tell(new WatchChildren { Credit = 1 }, _attacker.System.ActorOf(Props.Create(() => new Recorder(new List<object>()))));
        object refused = await Lookup("/user/spinner").Ask<object>(new WatchChildren { Credit = 1 }, TimeSpan.FromSeconds(30));

        Assert.Contains("20 actors of that node watch already", Assert.IsType<RequestRefused>(refused).Message, StringComparison.Ordinal);
        await using Node friend = await Node.Calling(options => _certificates.Apply(options, "friend"));
        await using IAsyncEnumerator<ChildEvent> events = friend.ClientOf(_server.Address).WatchAsync().GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
    }

    private ActorSelection Lookup(string path) => _attacker.System.ActorSelection(_server.Address + path);

    private IActorRef Ref(string path) => ((ExtendedActorSystem)_attacker.System).Provider.ResolveActorRef(path[0] == '/' ? _server.Address + path : path);

    /// <summary>Waits until so much was refused for a reason; then everything is as it was.</summary>
    private async Task Refused(string reason, int count)
    {
        await _server.Log.Several(LogLevel.Warning, count, Dropped, reason);
        await AssertUnharmed();
    }

    private async Task AssertUnharmed()
    {
        Assert.Equal(ChildState.Started, (await _server.Local.GetAsync("web"))!.State);
        await using Node friend = await Node.Calling(options => _certificates.Apply(options, "friend"));
        Assert.IsType<StartSucceeded>(await friend.ClientOf(_server.Address).StartAsync("web"));
    }

    private sealed class Recorder(List<object> heard) : UntypedActor
    {
        protected override void OnReceive(object message) => heard.Add(message);
    }
}

/// <summary>A message in the form of any serializer.</summary>
/// <param name="Serializer">Its number.</param>
/// <param name="Manifest">What it says it is.</param>
/// <param name="Body">What is in it.</param>
public sealed record Raw(int Serializer, string Manifest, string Body = "{}");

/// <summary>Speaks under any number.</summary>
/// <param name="system">The attacker's.</param>
public sealed class RawSerializer(ExtendedActorSystem system) : Akka.Serialization.SerializerWithStringManifest(system)
{
    private int _number = 98;

    /// <inheritdoc/>
    public override int Identifier => _number;

    /// <inheritdoc/>
    public override string Manifest(object o) => ((Raw)o).Manifest;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        // Asked before its number is.
        _number = ((Raw)obj).Serializer;
        return System.Text.Encoding.UTF8.GetBytes(((Raw)obj).Body);
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => manifest;
}
