using System.Net.Sockets;
using Spinner.Probes;
using Spinner.Probes.Linux;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Probes;

public sealed class SockDiagProbeTests : ProbeScenario
{
    private const string Listen = """
        import socket, sys
        s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
        print(s.getsockname()[1], flush=True); sys.stdin.read()
        """;

    private const string ListenInNewSession = "import os\nos.setsid()\n" + Listen;

    private readonly SockDiagProbe _probe;

    public SockDiagProbeTests()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sock_diag is Linux");
        _probe = Keep(new SockDiagProbe(TimeProvider.System));
    }

    [Fact]
    public void Linux_has_this_probe() => Assert.IsType<SockDiagProbe>(Keep((SockDiagProbe)ReadinessProbes.Create(TimeProvider.System)));

    [SkippableTheory]
    [InlineData("127.0.0.1", false, "127.0.0.1")]
    [InlineData("127.0.0.2", false, "127.0.0.2")]
    [InlineData("0.0.0.0", false, "127.0.0.1")]
    [InlineData("::1", false, "::1")]
    [InlineData("::", false, "::1")]
    [InlineData("::", true, "127.0.0.1")]
    public async Task Own_listener_is_found_with_the_address_to_connect_to(string address, bool dual, string host)
    {
        Skip.If(address.Contains(':', StringComparison.Ordinal) && !Socket.OSSupportsIPv6, "this machine has no IPv6");
        Socket socket = Bind(address, dual);
        socket.Listen();

        ProbeAnswer answer = await Ask(_probe, Target(PortOf(socket), ThisProcess));

        Assert.Equal(new ProbeAnswer(ListenerOwner.Ours, ChildEndpoint.Tcp(host, PortOf(socket)), ""), answer);
    }

    [SkippableFact]
    public async Task Socket_that_is_bound_is_not_ready_before_it_listens()
    {
        Socket bound = Bind("127.0.0.1");
        Socket other = Bind("127.0.0.1");
        other.Listen();
        int answers = 0;
        using IDisposable pending = _probe.WhenListening(Target(PortOf(bound), ThisProcess), _ => Interlocked.Increment(ref answers));
        // Answers of the same thread, passes later.
        for (int round = 0; round < 3; round++)
            await Ask(_probe, Target(PortOf(other), ThisProcess));
        Assert.Equal(0, answers);

        bound.Listen();

        Assert.Equal(ListenerOwner.Ours, (await Ask(_probe, Target(PortOf(bound), ThisProcess))).Owner);
    }

    [SkippableFact]
    public async Task Listener_of_another_program_is_a_stranger_with_a_name()
    {
        (int pid, int port) = await Python(Listen);
        (int unrelated, _) = await Python(Listen);

        ProbeAnswer answer = await Ask(_probe, Target(port, unrelated));

        Assert.Equal(ListenerOwner.Stranger, answer.Owner);
        Assert.StartsWith($"pid {pid} (python3", answer.Description, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Listener_of_a_descendant_is_ours()
    {
        (int shell, int port) = await Python(ListenInNewSession, shell: "python3 -c \"$0\"; true");

        Assert.Equal(ListenerOwner.Ours, (await Ask(_probe, Target(port, shell))).Owner);
    }

    [SkippableFact]
    public async Task Listener_that_left_group_and_family_is_ours_by_its_marker()
    {
        const string orphan = "import os\nif os.fork(): os._exit(0)\n" + ListenInNewSession;
        (int leader, int port) = await Python(orphan, Marker, shell: "exec 3<&0; python3 -c \"$0\" <&3; read line");

        Assert.Equal(ListenerOwner.Ours, (await Ask(_probe, Target(port, leader))).Owner);
        Assert.Equal(ListenerOwner.Stranger, (await Ask(_probe, Target(port, leader) with { Marker = "another" })).Owner);
    }

    [SkippableFact]
    public async Task Stranger_that_shares_our_address_makes_the_port_a_strangers()
    {
        const string share = """
            import socket, sys
            s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1); s.bind(("127.0.0.1", @)); s.listen()
            print(s.getsockname()[1], flush=True); sys.stdin.read()
            """;
        (int ours, int port) = await Python(share.Replace("@", "0", StringComparison.Ordinal));
        Assert.Equal(ListenerOwner.Ours, (await Ask(_probe, Target(port, ours))).Owner);

        await Python(share.Replace("@", $"{port}", StringComparison.Ordinal));

        Assert.Equal(ListenerOwner.Stranger, (await Ask(_probe, Target(port, ours))).Owner);
    }

    [SkippableFact]
    public async Task Unix_socket_is_ready_when_listened_on()
    {
        string path = Path.Combine(Path.GetTempPath(), $"spinner-{Guid.NewGuid():N}.sock");
        Socket socket = Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        socket.Bind(new UnixDomainSocketEndPoint(path));
        ProbeTarget target = new(ChildEndpoint.Unix(path), ThisProcess, MarkerVariable, Marker);
        TaskCompletionSource<ProbeAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable pending = _probe.WhenListening(target, answer.SetResult);
        Socket other = Bind("127.0.0.1");
        other.Listen();
        await Ask(_probe, Target(PortOf(other), ThisProcess));
        Assert.False(answer.Task.IsCompleted);

        socket.Listen();

        Assert.Equal(new ProbeAnswer(ListenerOwner.Ours, target.Endpoint, ""), await answer.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [SkippableFact]
    public async Task Two_hundred_targets_are_each_answered_once()
    {
        Socket[] sockets = [.. Enumerable.Range(0, 200).Select(_ => Bind("127.0.0.1"))];
        Task<ProbeAnswer>[] answers = [.. sockets.Select(socket => Ask(_probe, Target(PortOf(socket), ThisProcess)))];

        foreach (Socket socket in sockets)
            socket.Listen();

        Assert.Equal(sockets.Select(PortOf), (await Task.WhenAll(answers)).Select(answer => answer.Endpoint.Port));
    }

    [SkippableFact]
    public async Task Disposed_target_is_not_answered()
    {
        Socket socket = Bind("127.0.0.1");
        int answers = 0;
        _probe.WhenListening(Target(PortOf(socket), ThisProcess), _ => Interlocked.Increment(ref answers)).Dispose();
        socket.Listen();

        await Ask(_probe, Target(PortOf(socket), ThisProcess));

        Assert.Equal(0, answers);
    }
}
