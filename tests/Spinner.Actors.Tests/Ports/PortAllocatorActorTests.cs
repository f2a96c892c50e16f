using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using Spinner.Ports;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Ports;

public sealed class PortAllocatorActorTests : TestKit
{
    private static readonly PortRange _range = new(7000, 7099);

    private readonly FakeTimeProvider _time = new();
    private readonly FakePortTester _machine = new();
    private readonly TestActorRef<PortAllocatorActor> _ports;

    public PortAllocatorActorTests() =>
        _ports = ActorOfAsTestActorRef<PortAllocatorActor>(
            PortAllocatorActor.Props(_time, SpinnerDefaults.PortRest, runtimeFolder: null, _machine));

    [Fact]
    public void Lease_carries_the_run_that_asked()
    {
        _ports.Tell(new LeasePort(7, _range), TestActor);

        PortLeased leased = ExpectMsg<PortLeased>();
        Assert.Equal(7, leased.Run);
        Assert.Equal(ChildEndpoint.Tcp("127.0.0.1", 7000), leased.Lease.Endpoint);
    }

    [Fact]
    public void Fifty_askers_get_fifty_ports()
    {
        for (int run = 1; run <= 50; run++)
            _ports.Tell(new LeasePort(run, _range), TestActor);

        PortLease[] leases = [.. Enumerable.Range(0, 50).Select(_ => ExpectMsg<PortLeased>().Lease)];
        Assert.Equal(50, leases.DistinctBy(lease => lease.Endpoint.Port).Count());
        Assert.Equal(50, leases.DistinctBy(lease => lease.Serial).Count());
    }

    [Fact]
    public void Exhausted_range_is_refused_with_a_sentence()
    {
        _machine.Taken.Add(7001);
        Lease(new PortRange(7000, 7001));

        _ports.Tell(new LeasePort(2, new PortRange(7000, 7001)), TestActor);

        PortRefused refused = ExpectMsg<PortRefused>();
        Assert.Equal(2, refused.Run);
        Assert.Contains("7000-7001", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Port_rests_by_the_given_clock()
    {
        PortRange two = new(7000, 7001);
        PortLease first = Lease(two);
        _ports.Tell(new ReturnLease(first));
        PortLease second = Lease(two);
        _time.Advance(SpinnerDefaults.PortRest);
        _ports.Tell(new ReturnLease(second));

        Assert.Equal(7000, Lease(two).Endpoint.Port);
    }

    [Fact]
    public void Second_return_of_a_lease_is_warned_of_and_ignored()
    {
        PortRange one = new(7000, 7000);
        PortLease stale = Lease(one);
        _ports.Tell(new ReturnLease(stale));
        PortLease current = Lease(one);

        EventFilter.Warning(contains: "returned before").ExpectOne(() => _ports.Tell(new ReturnLease(stale)));

        _ports.Tell(new LeasePort(3, one), TestActor);
        ExpectMsg<PortRefused>();
        Assert.NotEqual(stale.Serial, current.Serial);
    }

    [Fact]
    public void Quarantined_port_is_withheld_until_it_is_seen_free()
    {
        PortRange one = new(7000, 7000);
        PortLease lease = Lease(one);
        _machine.Taken.Add(7000);
        _ports.Tell(new ReturnLease(lease, Quarantine: true));
        _ports.Tell(new LeasePort(2, one), TestActor);
        Assert.Contains("1 in quarantine", ExpectMsg<PortRefused>().Message, StringComparison.Ordinal);

        _machine.Taken.Clear();

        Assert.Equal(7000, Lease(one).Endpoint.Port);
    }

    private PortLease Lease(PortRange range)
    {
        _ports.Tell(new LeasePort(1, range), TestActor);
        return ExpectMsg<PortLeased>().Lease;
    }
}
