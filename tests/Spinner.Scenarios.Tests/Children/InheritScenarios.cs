using System.Globalization;
using Spinner.Configuration;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>Children that serve on a socket which Spinner holds: nobody is refused while one run follows another.</summary>
public sealed class InheritScenarios() : ChildScenario(LauncherKind.Auto)
{
    private const int Restarts = 20;
    private const int Kills = 5;

    private static readonly ChildSpec _served = TestChild.Spec("web", "serve", "--inherit", "--graceful") with
    {
        Listen = ListenMode.Inherit,
        RestartTolerance = TimeSpan.Zero,
    };

    // Both finish what they have begun, and leave the rest to who comes next.
    private const string Python = """
        import os, select, signal, socket
        assert os.environ["LISTEN_FDS"] == "1" and os.environ["LISTEN_PID"] == str(os.getpid())
        leaving = []
        signal.signal(signal.SIGTERM, lambda *_: leaving.append(True))
        s = socket.socket(fileno=3)
        while not leaving:
            if not select.select([s], [], [], 0.05)[0]:
                continue
            c, _ = s.accept()
            if c.recv(4096):
                body = f"ok {os.getpid()}"
                c.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
            c.close()
        """;

    private const string Node = """
        if (process.env.LISTEN_FDS !== "1" || process.env.LISTEN_PID !== String(process.pid)) process.exit(9);
        const server = require("http").createServer((_, r) => { r.setHeader("Connection", "close"); r.end("ok " + process.pid); });
        process.on("SIGTERM", () => server.close(() => process.exit(0)));
        server.listen({ fd: 3 });
        """;

    [SkippableTheory]
    [InlineData("testchild")]
    [InlineData("node")]
    [InlineData("python")]
    public async Task No_connection_is_refused_and_no_request_lost_over_20_restarts(string kind)
    {
        await using PersistentClients clients = await AskOverRestarts(Server(kind), Restarts);

        Assert.Equal((0, 0, 0), (clients.Refused, clients.Cut, clients.Unread));
        Assert.True(clients.Answered > Restarts);
    }

    /// <summary>A Kestrel that ends closes what it has accepted and not yet read, whoever opened the socket.</summary>
    [SkippableFact]
    public async Task Kestrel_refuses_no_connection_and_cuts_no_answer_over_20_restarts()
    {
        await using PersistentClients clients = await AskOverRestarts(Server("kestrel"), Restarts);

        Assert.Equal((0, 0), (clients.Refused, clients.Cut));
        Assert.True(clients.Answered > Restarts);
    }

    [SkippableTheory]
    [InlineData("testchild")]
    [InlineData("kestrel")]
    [InlineData("node")]
    [InlineData("python")]
    public async Task No_connection_is_refused_when_runs_are_killed(string kind)
    {
        StartSucceeded started = await Start(Server(kind));
        await using PersistentClients clients = new(started.Endpoint);

        for (int kill = 0; kill < Kills; kill++)
        {
            await clients.AnswerOf(started.Pid);
            StartSucceeded next = await CrashAndRecover(started);
            Assert.Equal(started.Endpoint, next.Endpoint);
            started = next;
        }

        await clients.AnswerOf(started.Pid);
        await clients.Stop();
        Assert.Equal(0, clients.Refused);
    }

    [SkippableFact]
    public async Task A_unix_socket_is_kept_over_restarts_without_a_refusal()
    {
        await using PersistentClients clients = await AskOverRestarts(Server("testchild") with { Endpoint = EndpointKind.Unix }, Kills);
        Assert.Equal((0, 0, 0), (clients.Refused, clients.Cut, clients.Unread));
        string path = (await Client.GetAsync("web"))!.Endpoint!.Path!;

        await Stop("web");

        await Processes.Wait.Until(() => !File.Exists(path), "the removal of the socket");
    }

    [SkippableFact]
    public async Task The_child_is_told_its_own_pid_and_the_port()
    {
        StartSucceeded started = await Start(Server("testchild"));

        Assert.Equal($"{started.Pid} spinner", await Output.RestOfLine("web", "inherited "));
        Assert.Equal(started.Port.ToString(CultureInfo.InvariantCulture), MarkedProcesses.Variable(started.Pid, "PORT"));
        await AssertAnswers(started);
    }

    [SkippableFact]
    public async Task A_child_that_does_not_accept_is_not_ready_though_its_socket_listens()
    {
        Needs(LauncherCapabilities.SocketHandOff);
        ChildSpec spec = TestChild.Shell("web", "echo here; exec sleep 1000") with { Listen = ListenMode.Inherit, StartTimeout = TimeSpan.FromSeconds(1) };

        StartFailed failed = await FailToStart(spec);

        Assert.Equal(StartFailureReason.TimedOut, failed.Reason);
        Assert.Contains("before it accepted connections on descriptor 3", failed.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_connection_made_during_the_start_is_answered_by_the_child_once_it_accepts()
    {
        Needs(LauncherCapabilities.SocketHandOff);
        PortRange one = new(Ports.First, Ports.First);
        Task<StartSucceeded> starting = Start(_served with { Args = ["serve", "--inherit", "--delay", "1500", "--banner", "here"], PortRange = one });
        await Output.RestOfLine("web", "here");

        string answer = await HttpQuestion.Ask(ChildEndpoint.Tcp("127.0.0.1", one.First));

        Assert.Equal($"ok {(await starting).Pid}", answer);
    }

    [SkippableFact]
    public async Task Where_one_port_is_allowed_it_is_the_same_after_a_fault()
    {
        Needs(LauncherCapabilities.SocketHandOff);
        ChildSpec spec = _served with { RestartTolerance = TimeSpan.FromHours(1), PortRange = new PortRange(Ports.First, Ports.First) };
        StartSucceeded second = await CrashAndRecover(await Start(spec));
        Processes.Native.Kill(second.Pid);
        await Until("web", child => child.State == ChildState.Faulted, "a fault");

        StartSucceeded third = Assert.IsType<StartSucceeded>(await Client.RestartAsync("web").WaitAsync(Patience, TimeProvider.System));

        Assert.Equal((second.Endpoint, 3), (third.Endpoint, third.Run));
        await AssertAnswers(third);
    }

    /// <summary>Restarts a child so often, and has each of its runs answer on the same endpoint.</summary>
    private async Task<PersistentClients> AskOverRestarts(ChildSpec spec, int restarts)
    {
        StartSucceeded first = await Start(spec);
        PersistentClients clients = new(first.Endpoint);
        for (int restart = 1; restart <= restarts; restart++)
        {
            StartSucceeded next = Assert.IsType<StartSucceeded>(await Client.RestartAsync("web").WaitAsync(Patience, TimeProvider.System));
            Assert.Equal((first.Endpoint, restart + 1), (next.Endpoint, next.Run));
            await clients.AnswerOf(next.Pid);
        }

        await clients.Stop();
        return clients;
    }

    private ChildSpec Server(string kind)
    {
        Needs(LauncherCapabilities.SocketHandOff);
        return kind switch
        {
            "testchild" => _served,
            "kestrel" => _served with { Command = Repository.OutputOf("tests/Spinner.TestWeb", "Spinner.TestWeb"), Args = [] },
            "node" => _served with { Command = Required.Program("node"), Args = [WriteScript("server.cjs", Node)] },
            "python" => _served with { Command = Required.Program("python3"), Args = [WriteScript("server.py", Python)] },
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

}

public sealed class InheritScenariosPortable() : ChildScenario(LauncherKind.Portable)
{
    [Fact]
    public async Task A_launcher_that_cannot_hand_a_socket_over_says_so()
    {
        StartFailed failed = await FailToStart(TestChild.Spec("web", "serve", "--inherit") with { Listen = ListenMode.Inherit });

        Assert.Equal(StartFailureReason.SpawnFailed, failed.Reason);
        Assert.Contains("is to be handed a listening socket, which the portable process layer cannot do", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Alive);
    }
}
