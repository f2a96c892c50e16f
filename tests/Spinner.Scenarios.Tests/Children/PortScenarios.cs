using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class PortScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private readonly List<Socket> _strangers = [];

    public override Task DisposeAsync()
    {
        _strangers.ForEach(stranger => stranger.Dispose());
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_port_in_use_is_not_leased()
    {
        Squat(Ports.First);

        Assert.NotEqual(Ports.First, (await Start("web", "serve")).Port);
    }

    [Fact]
    public async Task A_port_stolen_before_the_bind_is_replaced_and_counts_as_no_failure()
    {
        Task<StartSucceeded> starting = Start(GatedServer());
        int stolen = await LeasedPort(run: 1);
        Squat(stolen);
        await LeasedPort(run: 2);
        OpenGate();

        StartSucceeded started = await starting;

        Assert.Equal(2, started.Run);
        Assert.NotEqual(stolen, started.Port);
        Assert.Equal(0, (await Client.GetAsync("web"))!.FailedStarts);
        await AssertAnswers(started);
    }

    [Fact]
    public async Task A_child_that_finds_its_port_taken_and_exits_gets_another_one()
    {
        // It dies of the bind itself: the probe has no time to see whose the listener is.
        ChildSpec spec = TestChild.Shell("web", $"""
            if [ "$PORT" = {Ports.First} ]; then while [ ! -e "$GATE" ]; do sleep 0.02; done; exit 98; fi; exec "$TESTCHILD" serve
            """);
        Task<StartSucceeded> starting = Start(Gated(spec));
        Assert.Equal(Ports.First, await LeasedPort(run: 1));
        Squat(Ports.First);
        OpenGate();

        StartSucceeded started = await starting;

        Assert.Equal(2, started.Run);
        Assert.NotEqual(Ports.First, started.Port);
    }

    [Fact]
    public async Task A_strangers_listener_is_never_taken_for_the_child()
    {
        Task<StartFailed> starting = FailToStart(GatedServer());
        List<int> stolen = [];
        for (int run = 1; run <= 4; run++)
        {
            stolen.Add(await LeasedPort(run));
            Squat(stolen[^1]);
        }

        StartFailed failed = await starting;

        Assert.Equal(StartFailureReason.PortTaken, failed.Reason);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), failed.Message, StringComparison.Ordinal);
        Assert.Equal(4, stolen.Distinct().Count());
        Assert.Empty(Alive);
        Assert.DoesNotContain(_strangers, stranger => stranger.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task A_port_stolen_during_a_restart_is_replaced_and_the_event_says_so()
    {
        ChildSpec spec = GatedServer();
        OpenGate();
        StartSucceeded first = await Start(spec);
        File.Delete(Gate);
        using Inbox restarts = Subscribe<ChildRestarted>();
        Processes.Native.Kill(first.Pid);
        Assert.Equal(first.Port, await LeasedPort(run: 2));
        Squat(first.Port);
        await LeasedPort(run: 3);
        OpenGate();

        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));

        StartSucceeded again = await Start(spec);
        Assert.Equal((3, again.Endpoint), (restarted.Run, restarted.Endpoint));
        Assert.NotEqual(first.Port, again.Port);
        await AssertAnswers(again);
    }

    [Fact]
    public async Task An_exhausted_range_is_told_and_a_stop_makes_room()
    {
        PortRange two = new(Ports.First, Ports.First + 1);
        ChildSpec Spec(string name) => TestChild.Spec(name, "serve") with { PortRange = two };
        StartSucceeded[] both = await Task.WhenAll(Start(Spec("a")), Start(Spec("b")));

        StartFailed failed = await FailToStart(Spec("c"));
        Assert.Equal(StartFailureReason.NoPort, failed.Reason);
        Assert.Contains(two.ToString(), failed.Message, StringComparison.Ordinal);

        await Stop("a");
        StartSucceeded third = await Start(Spec("c"));
        Assert.Equal(both.Single(started => started.Name == "a").Port, third.Port);
    }

    [Fact]
    public async Task Failed_starts_give_their_port_back()
    {
        PortRange one = new(Ports.First, Ports.First);
        await FailToStart(TestChild.Spec("a", "exit-at-once", "1") with { PortRange = one });
        await FailToStart(TestChild.Spec("b", "never-bind") with { PortRange = one, StartTimeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal(Ports.First, (await Start(TestChild.Spec("c", "serve") with { PortRange = one })).Port);
    }

    [Theory]
    [InlineData("serve-elsewhere")]
    [InlineData("bind-without-listen")]
    public async Task Listening_elsewhere_or_not_at_all_is_no_start(string verb)
    {
        StartFailed failed = await FailToStart(TestChild.Spec("web", verb) with { StartTimeout = TimeSpan.FromSeconds(2) });

        Assert.Equal(StartFailureReason.TimedOut, failed.Reason);
        Assert.Empty(Alive);
    }

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::", "127.0.0.1")]
    public async Task The_endpoint_is_where_the_child_can_be_reached(string listens, string reached)
    {
        StartSucceeded started = await Start("web", "serve", "--address", listens);

        Assert.Equal(reached, started.Endpoint.Host);
        await AssertAnswers(started);
    }

    private string Gate => Path.Combine(Folder, "gate");

    /// <summary>A server that binds when the gate is open.</summary>
    private ChildSpec GatedServer() =>
        Gated(TestChild.Shell("web", """while [ ! -e "$GATE" ]; do sleep 0.02; done; exec "$TESTCHILD" serve"""));

    private ChildSpec Gated(ChildSpec spec) => spec with { Env = new Dictionary<string, string>(spec.Env!) { ["GATE"] = Gate } };

    private void OpenGate() => File.WriteAllText(Gate, "");

    /// <summary>Waits for a run that has not bound yet; the port it was given is in its environment.</summary>
    private async Task<int> LeasedPort(int run)
    {
        string? port = null;
        await Until(
            "web",
            child => child.Run == run && child.Pid is { } pid && (port = MarkedProcesses.Variable(pid, "PORT")) is not null,
            $"run {run}");
        return int.Parse(port!, CultureInfo.InvariantCulture);
    }

    private void Squat(int port)
    {
        Socket stranger = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _strangers.Add(stranger);
        stranger.Bind(new IPEndPoint(IPAddress.Loopback, port));
        stranger.Listen();
    }
}

public sealed class PortScenariosNative() : PortScenarios(LauncherKind.Auto);

public sealed class PortScenariosPortable() : PortScenarios(LauncherKind.Portable);
