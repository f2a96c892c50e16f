using System.Net.Sockets;
using Spinner.Probes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Probes;

public sealed class ConnectProbeTests : ProbeScenario
{
    private readonly ConnectProbe _probe = new(TimeProvider.System);

    [SkippableTheory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::1", "::1")]
    public async Task Listener_of_either_family_is_found_and_its_owner_is_unknown(string address, string host)
    {
        Skip.If(address.Contains(':', StringComparison.Ordinal) && !Socket.OSSupportsIPv6, "this machine has no IPv6");
        Socket socket = Bind(address);
        Task<ProbeAnswer> answer = Ask(_probe, Target(PortOf(socket), ThisProcess));

        socket.Listen();

        Assert.Equal(new ProbeAnswer(ListenerOwner.Unknown, ChildEndpoint.Tcp(host, PortOf(socket)), ""), await answer);
    }

    [Fact]
    public async Task Unix_socket_is_found()
    {
        string path = Path.Combine(Path.GetTempPath(), $"spinner-{Guid.NewGuid():N}.sock");
        Task<ProbeAnswer> answer = Ask(_probe, new ProbeTarget(ChildEndpoint.Unix(path), ThisProcess, MarkerVariable, Marker));
        Socket socket = Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));

        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();

        Assert.Equal(ChildEndpoint.Unix(path), (await answer).Endpoint);
    }
}
