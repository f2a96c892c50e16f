using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Spinner.Hosting;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Remoting.Tests;

/// <summary>Nodes that are processes: killed, cut off, many questions.</summary>
public sealed class ReachTests : IDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;
    private const int Kill = 9;

    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Where_nobody_listens_the_answer_is_that_it_is_unreachable()
    {
        await using Node caller = await Calling();
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        SpinnerUnreachableException unreachable = await Assert.ThrowsAsync<SpinnerUnreachableException>(
            () => caller.ClientOf($"akka.ssl.tcp://spinner@127.0.0.1:{port}").StartAsync("web"));

        Assert.Contains("refused", unreachable.Message, StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task Who_waits_for_a_node_that_is_killed_is_told_and_the_next_node_at_the_address_is_found()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals");
        NodeProcess first = await NodeProcess.Start(Conf());
        await using Node caller = await Calling();
        SpinnerClient remote = caller.ClientOf(first.Address);
        Task<StartResult> start = remote.StartAsync("slow");
        await Until(async () => (await remote.GetAsync("slow"))?.State == ChildState.Starting);

        first.Signal(Kill);

        await Assert.ThrowsAsync<SpinnerUnreachableException>(() => start);
        first.Dispose();
        int port = int.Parse(first.Address.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        using NodeProcess second = await NodeProcess.Start(Conf(port));
        Assert.IsType<StartSucceeded>(await remote.StartAsync("web"));
    }

    [SkippableFact]
    public async Task A_node_that_is_cut_off_is_reported_and_found_again_when_it_is_back()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals");
        using NodeProcess node = await NodeProcess.Start(Conf());
        await using Node caller = await Calling();
        SpinnerClient remote = caller.ClientOf(node.Address, unreachableAfter: 2);
        Assert.IsType<StartSucceeded>(await caller.ClientOf(node.Address).StartAsync("web"));
        await using IAsyncEnumerator<ChildEvent> events = remote.WatchAsync().GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        // It holds still, as behind a wire that is cut: nothing is refused, and nothing answered.
        node.Signal(Stop);

        await Assert.ThrowsAsync<SpinnerUnreachableException>(() => remote.GetAsync("web"));
        await Assert.ThrowsAsync<SpinnerUnreachableException>(async () =>
        {
            while (await events.MoveNextAsync())
            {
                // What was under way.
            }
        });
        node.Signal(Continue);
        SpinnerClient patient = caller.ClientOf(node.Address);
        Assert.Equal(ChildState.Started, (await patient.GetAsync("web"))!.State);
        await using IAsyncEnumerator<ChildEvent> again = patient.WatchAsync().GetAsyncEnumerator();
        Assert.True(await again.MoveNextAsync());
        Assert.True(again.Current.IsReplay);
    }

    [Fact]
    public async Task One_caller_asks_two_nodes_and_each_answers_of_its_own()
    {
        using NodeProcess one = await NodeProcess.Start(Conf());
        using NodeProcess other = await NodeProcess.Start(Conf());
        await using Node caller = await Calling();
        (SpinnerClient toOne, SpinnerClient toOther) = (caller.ClientOf(one.Address), caller.ClientOf(other.Address));

        StartResult[] both = await Task.WhenAll(toOne.StartAsync("web"), toOther.StartAsync("web"));

        Assert.All(both, result => Assert.IsType<StartSucceeded>(result));
        await toOne.StopAsync("web");
        Assert.Equal(ChildState.Stopped, (await toOne.GetAsync("web"))!.State);
        Assert.Equal(ChildState.Started, (await toOther.GetAsync("web"))!.State);
    }

    [Fact]
    public async Task A_thousand_questions_a_second_for_ten_seconds_are_all_answered()
    {
        const int Seconds = 10;
        const int PerSecond = 1000;
        using NodeProcess node = await NodeProcess.Start(Conf());
        await using Node caller = await Calling();
        SpinnerClient remote = caller.ClientOf(node.Address, unreachableAfter: 30);
        StartSucceeded first = Assert.IsType<StartSucceeded>(await remote.StartAsync("web"));
        List<Task<StartResult>> answers = [];

        // As many as are due, so that a late tick asks what it is behind: the clock decides, and not how fast the answers are.
        long start = TimeProvider.System.GetTimestamp();
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(10));
        while (answers.Count < Seconds * PerSecond)
        {
            await tick.WaitForNextTickAsync();
            double due = Math.Min(TimeProvider.System.GetElapsedTime(start).TotalSeconds, Seconds) * PerSecond;
            while (answers.Count < due)
            {
                answers.Add(remote.StartAsync("web"));
            }
        }

        StartResult[] all = await Task.WhenAll(answers);

        Assert.Equal(Seconds * PerSecond, all.Length);
        Assert.All(all, answer => Assert.Equal(first.Endpoint.Port, Assert.IsType<StartSucceeded>(answer).Endpoint.Port));
    }

    [SkippableFact]
    public async Task Two_network_namespaces_with_addresses_of_their_own_speak_with_each_other()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/sbin/ip"), "needs root and the program ip");
        string name = $"spin{Environment.ProcessId}";
        Skip.IfNot(await Ip("netns", "add", name), "network namespaces cannot be made here");
        try
        {
            Skip.IfNot(await Ip("link", "add", $"{name}a", "type", "veth", "peer", "name", $"{name}b"), "no virtual ethernet here");
            Assert.True(await Ip("link", "set", $"{name}b", "netns", name));
            Assert.True(await Ip("addr", "add", "10.231.77.1/30", "dev", $"{name}a"));
            Assert.True(await Ip("link", "set", $"{name}a", "up"));
            Assert.True(await Ip("netns", "exec", name, "ip", "addr", "add", "10.231.77.2/30", "dev", $"{name}b"));
            Assert.True(await Ip("netns", "exec", name, "ip", "link", "set", $"{name}b", "up"));
            Assert.True(await Ip("netns", "exec", name, "ip", "link", "set", "lo", "up"));
            using NodeProcess node = await NodeProcess.Start(Conf(hostname: "10.231.77.2"), "/usr/sbin/ip", "netns", "exec", name);
            await using Node caller = await Calling();
            SpinnerClient remote = caller.ClientOf(node.Address, unreachableAfter: 3);

            StartSucceeded started = Assert.IsType<StartSucceeded>(await caller.ClientOf(node.Address).StartAsync("web"));

            Assert.Equal("10.231.77.2", started.Endpoint.Host);
            using (TcpClient connection = new())
            {
                await connection.ConnectAsync(started.Endpoint.Host, started.Endpoint.Port);
            }

            Assert.True(await Ip("link", "set", $"{name}a", "down"));
            await Assert.ThrowsAsync<SpinnerUnreachableException>(() => remote.GetAsync("web"));
            Assert.True(await Ip("link", "set", $"{name}a", "up"));
            await Until(async () =>
            {
                try
                {
                    return (await remote.GetAsync("web"))!.State == ChildState.Started;
                }
                catch (SpinnerUnreachableException)
                {
                    return false; // the packets take their time to find the way again
                }
            });
        }
        finally
        {
            await Ip("link", "del", $"{name}a");
            await Ip("netns", "del", name);
        }
    }

    private static async Task<bool> Ip(params string[] args)
    {
        using Process ip = Process.Start(new ProcessStartInfo("/usr/sbin/ip", args) { RedirectStandardError = true })!;
        await ip.WaitForExitAsync();
        return ip.ExitCode == 0;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(50));
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            await tick.WaitForNextTickAsync(limit.Token);
        }
    }

    private string Conf(int port = 0, string hostname = "127.0.0.1")
    {
        (string file, string key, _) = _certificates.Node("node");
        return $$"""
            akka.stdout-loglevel = OFF
            {{(hostname == "127.0.0.1" ? "" : $"spinner.bind-address = \"{hostname}\"")}}
            spinner.remote {
              hostname = "{{hostname}}"
              port = {{port}}
              certificate = "{{file}}"
              key = "{{key}}"
              authorities = ["{{_certificates.AuthorityFile}}"]
            }
            """;
    }

    private Task<Node> Calling() => Node.Calling(options => _certificates.Apply(options, "caller"));
}
