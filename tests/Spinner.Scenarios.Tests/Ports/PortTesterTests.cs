using System.Net;
using System.Net.Sockets;
using Spinner.Ports;
using Xunit;

namespace Spinner.Scenarios.Tests.Ports;

public sealed class PortTesterTests
{
    private readonly PortTester _tester = new();

    [SkippableTheory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    public void Port_bound_on_any_address_is_not_free(string address)
    {
        IPAddress bound = IPAddress.Parse(address);
        Skip.If(bound.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6, "this machine has no IPv6");
        using Socket holder = new(bound.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(bound, 0));
        int port = ((IPEndPoint)holder.LocalEndPoint!).Port;

        Assert.False(_tester.IsFree(port));

        holder.Dispose();
        Assert.True(_tester.IsFree(port));
    }

    [Fact]
    public void Port_with_a_closed_connection_lingers_and_one_with_a_listener_does_not()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        IPEndPoint endpoint = (IPEndPoint)listener.LocalEndPoint!;
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(endpoint);
        using Socket server = listener.Accept();
        Assert.False(_tester.IsLingering(endpoint.Port));

        // The side that closes first keeps the port in TIME_WAIT.
        server.Shutdown(SocketShutdown.Send);
        client.Receive(new byte[1]);
        client.Close();
        server.Close();
        listener.Close();

        Assert.False(_tester.IsFree(endpoint.Port));
        Assert.True(_tester.IsLingering(endpoint.Port));
    }

    [SkippableFact]
    public void Range_of_outgoing_connections_is_the_one_the_kernel_uses()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the range is read from /proc");
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        (int first, int last) = _tester.EphemeralRange!.Value;

        Assert.InRange(((IPEndPoint)socket.LocalEndPoint!).Port, first, last);
    }
}
