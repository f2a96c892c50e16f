using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Spinner.Ports;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Children;
using Xunit;

namespace Spinner.Scenarios.Tests.Ports;

public sealed class ListenerLeaseScenarios : TestKit
{
    private readonly string _runtime = Directory.CreateTempSubdirectory("spinner-listen-").FullName;
    private readonly PortRange _range = TestPorts.Next();
    private readonly IActorRef _ports;

    public ListenerLeaseScenarios() =>
        _ports = Sys.ActorOf(PortAllocatorActor.Props(TimeProvider.System, SpinnerDefaults.PortRest, _runtime, new PortTester()));

    [Fact]
    public void Leased_port_takes_connections_until_it_is_returned()
    {
        PortLease lease = Lease(_range);
        IPEndPoint address = new(IPAddress.Loopback, lease.Endpoint.Port);
        Connect(address);

        Return(lease);

        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => Connect(address)).SocketErrorCode);
    }

    [Theory]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::", "127.0.0.1")]
    public void Leased_port_is_on_the_address_that_was_chosen(string bound, string host)
    {
        IActorRef ports = Sys.ActorOf(PortAllocatorActor.Props(
            TimeProvider.System, SpinnerDefaults.PortRest, _runtime, new PortTester(), new ListenSockets(IPAddress.Parse(bound))));
        ports.Tell(new LeaseListener(1, 1, _range), TestActor);

        PortLease lease = ExpectMsg<PortLeased>().Lease;

        Assert.Equal(host, lease.Endpoint.Host);
        Connect(new IPEndPoint(IPAddress.Parse(host), lease.Endpoint.Port));
        ports.Tell(new ReturnLease(lease));
    }

    [Fact]
    public void Leased_port_cannot_be_shared_by_another_socket()
    {
        PortLease lease = Lease(_range);
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Sets SO_REUSEPORT as well, as a server that wants to share would.
        other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

        Assert.Throws<SocketException>(() => other.Bind(new IPEndPoint(IPAddress.Loopback, lease.Endpoint.Port)));
    }

    [Fact]
    public void Two_leases_never_have_the_same_port() =>
        Assert.Equal(20, Enumerable.Range(0, 20).Select(_ => Lease(_range).Endpoint.Port).Distinct().Count());

    [Fact]
    public void Port_with_closed_connections_can_be_leased_again()
    {
        PortRange one = new(_range.First, _range.First);
        PortLease lease = Lease(one);
        using (Socket listener = new(new SafeSocketHandle(lease.Listener!.Handle.DangerousGetHandle(), ownsHandle: false)))
        using (Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            client.Connect(IPAddress.Loopback, one.First);
            // Who closes first keeps the port in TIME_WAIT.
            using (Socket server = listener.Accept())
                server.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, client.Receive(new byte[1]));
        }

        Return(lease);

        Assert.Equal(one.First, Lease(one).Endpoint.Port);
    }

    [Fact]
    public void Unix_socket_takes_connections_and_is_removed_when_it_is_returned()
    {
        PortLease lease = Lease(range: null);
        Connect(new UnixDomainSocketEndPoint(lease.Endpoint.Path!));
        Assert.Equal(EndpointKind.Unix, lease.Endpoint.Kind);

        Return(lease);

        Assert.False(File.Exists(lease.Endpoint.Path));
    }

    [Fact]
    public void Unix_socket_whose_path_is_taken_is_refused_with_the_path()
    {
        PortLease lease = Lease(range: null);

        _ports.Tell(new LeaseListener(1, ChildSerial: 3, Range: null), TestActor);

        Assert.Contains(lease.Endpoint.Path!, ExpectMsg<PortRefused>().Message, StringComparison.Ordinal);
    }

    protected override void AfterAll()
    {
        // The allocator closes what is leased, so the folder is empty then.
        Watch(_ports);
        Sys.Stop(_ports);
        ExpectTerminated(_ports);
        base.AfterAll();
        Directory.Delete(_runtime);
    }

    private PortLease Lease(PortRange? range)
    {
        _ports.Tell(new LeaseListener(1, ChildSerial: 3, range), TestActor);
        return ExpectMsg<PortLeased>().Lease;
    }

    /// <summary>Returns a lease, and waits until that is done.</summary>
    private void Return(PortLease lease)
    {
        _ports.Tell(new ReturnLease(lease));
        _ports.Tell(new LeasePort(9, _range), TestActor);
        ExpectMsg<PortLeased>();
    }

    private static void Connect(EndPoint address)
    {
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(address);
    }
}
