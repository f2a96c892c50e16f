using System.Net;
using System.Net.Sockets;
using Spinner.Probes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Probes;

public sealed class TcpCheckTests : HealthScenario
{
    [Theory]
    [InlineData(EndpointKind.Tcp)]
    [InlineData(EndpointKind.Unix)]
    public async Task A_listener_passes_even_when_it_never_answers(EndpointKind kind)
    {
        string hang = PathOf("hang");
        await File.WriteAllTextAsync(hang, "");

        Assert.Null(await Check(Tcp(await Serve(kind, "--hang-file", hang))));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:{0} refused the connection.")]
    [InlineData("::1", "[::1]:{0} refused the connection.")]
    public async Task A_port_that_nobody_listens_on_refuses(string address, string sentence)
    {
        Socket bound = Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        int port = ((IPEndPoint)bound.LocalEndPoint!).Port;

        Assert.Equal(string.Format(null, sentence, port), await Check(Tcp(ChildEndpoint.Tcp(address, port))));
    }

    [Fact]
    public async Task A_unix_socket_that_nobody_listens_on_refuses()
    {
        ChildEndpoint endpoint = ChildEndpoint.Unix(PathOf("s.sock"));
        Assert.Equal($"unix:{endpoint.Path} does not exist.", await Check(Tcp(endpoint)));

        Bind(new UnixDomainSocketEndPoint(endpoint.Path!));

        Assert.Equal($"unix:{endpoint.Path} refused the connection.", await Check(Tcp(endpoint)));
    }

    [SkippableFact]
    public async Task A_full_queue_of_a_unix_socket_fails_at_once()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "what others say of a full queue differs");
        ChildEndpoint endpoint = ChildEndpoint.Unix(PathOf("s.sock"));
        Bind(new UnixDomainSocketEndPoint(endpoint.Path!)).Listen(0);
        await Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            .ConnectAsync(new UnixDomainSocketEndPoint(endpoint.Path!));

        Assert.Equal($"unix:{endpoint.Path} has too many connections waiting to be accepted.", await Check(Tcp(endpoint)));
    }

    [SkippableFact]
    public async Task A_full_queue_of_a_port_fails_when_the_time_is_up()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "what others do about a full queue differs");
        Socket listener = Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        IPEndPoint address = (IPEndPoint)listener.LocalEndPoint!;
        await Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ConnectAsync(address);

        string? why = await CheckUntilLate(Tcp(ChildEndpoint.Tcp("127.0.0.1", address.Port)), () => true, "the check");

        Assert.Equal($"127.0.0.1:{address.Port} accepted no connection within 10 s.", why);
    }

    private static HealthTarget Tcp(ChildEndpoint endpoint) => new(HealthCheckKind.Tcp, endpoint);

    private Socket Bind(EndPoint address)
    {
        Socket socket = Keep(new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified));
        socket.Bind(address);
        return socket;
    }
}
