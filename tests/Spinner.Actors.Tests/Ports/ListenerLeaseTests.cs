using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using Spinner.Ports;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Ports;

public sealed class ListenerLeaseTests : TestKit
{
    private static readonly PortRange _range = new(7000, 7002);

    private readonly FakeListenSockets _sockets = new();
    private readonly TestActorRef<PortAllocatorActor> _ports;

    public ListenerLeaseTests() =>
        _ports = ActorOfAsTestActorRef<PortAllocatorActor>(PortAllocatorActor.Props(
            new FakeTimeProvider(), SpinnerDefaults.PortRest, runtimeFolder: null, new FakePortTester(), _sockets));

    [Fact]
    public void Lease_has_the_socket_and_the_run_that_asked()
    {
        PortLeased leased = Ask<PortLeased>(run: 7);

        Assert.Equal(7, leased.Run);
        Assert.Equal(ChildEndpoint.Tcp("127.0.0.1", 7000), leased.Lease.Endpoint);
        Assert.False(leased.Lease.Listener!.Handle.IsClosed);
    }

    [Fact]
    public void Port_that_somebody_takes_before_it_is_bound_is_passed_over()
    {
        _sockets.Lost.UnionWith([7000, 7001]);

        Assert.Equal(7002, Ask<PortLeased>().Lease.Endpoint.Port);
    }

    [Fact]
    public void Range_without_a_port_to_bind_is_refused_with_a_sentence()
    {
        _sockets.Lost.UnionWith([7000, 7001, 7002]);

        PortRefused refused = Ask<PortRefused>(run: 3);

        Assert.Equal(3, refused.Run);
        Assert.Contains("7000-7002", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Machine_without_sockets_is_refused_in_its_words_and_keeps_no_port()
    {
        _sockets.Fails = "too many open files";
        Assert.Equal("too many open files", Ask<PortRefused>().Message);

        _sockets.Fails = null;

        Assert.Equal(7000, Ask<PortLeased>().Lease.Endpoint.Port);
    }

    [Fact]
    public void Returned_lease_closes_the_socket_and_its_port_can_be_leased_again()
    {
        PortLease[] all = [.. Enumerable.Range(0, 3).Select(_ => Ask<PortLeased>().Lease)];

        _ports.Tell(new ReturnLease(all[1]));

        Assert.True(all[1].Listener!.Handle.IsClosed);
        Assert.False(all[0].Listener!.Handle.IsClosed);
        Assert.Equal(7001, Ask<PortLeased>().Lease.Endpoint.Port);
    }

    [Fact]
    public void Allocator_that_ends_closes_what_is_leased()
    {
        PortLease lease = Ask<PortLeased>().Lease;

        Watch(_ports);
        Sys.Stop(_ports);
        ExpectTerminated(_ports);

        Assert.True(lease.Listener!.Handle.IsClosed);
    }

    private T Ask<T>(int run = 1)
    {
        _ports.Tell(new LeaseListener(run, ChildSerial: 4, _range), TestActor);
        return ExpectMsg<T>();
    }
}
