using Spinner.Policies;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class PortPolicyTests
{
    private static readonly ChildEndpoint _port = ChildEndpoint.Tcp("127.0.0.1", 7000);
    private static readonly ChildEndpoint _socket = ChildEndpoint.Unix("/run/1-1.sock");

    public static TheoryData<ChildEndpoint, ListenMode, EndpointKind, ListenMode, bool> Cases => new()
    {
        // what is leased, and who listens; what the next run wants
        { _port, ListenMode.Bind, EndpointKind.Tcp, ListenMode.Bind, true },
        { _port, ListenMode.Inherit, EndpointKind.Tcp, ListenMode.Inherit, true },
        { _port, ListenMode.Bind, EndpointKind.Tcp, ListenMode.Inherit, false },
        { _port, ListenMode.Inherit, EndpointKind.Tcp, ListenMode.Bind, false },
        { _port, ListenMode.Bind, EndpointKind.Unix, ListenMode.Bind, false },
        { _port, ListenMode.Bind, EndpointKind.None, ListenMode.Bind, false },
        { _socket, ListenMode.Bind, EndpointKind.Unix, ListenMode.Bind, false },
        { _socket, ListenMode.Inherit, EndpointKind.Unix, ListenMode.Inherit, true },
        { _socket, ListenMode.Bind, EndpointKind.Unix, ListenMode.Inherit, false },
        { _socket, ListenMode.Inherit, EndpointKind.Unix, ListenMode.Bind, false },
        { ChildEndpoint.None, ListenMode.Bind, EndpointKind.None, ListenMode.Bind, true },
        { ChildEndpoint.None, ListenMode.Bind, EndpointKind.Tcp, ListenMode.Bind, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_lease_is_kept_when_the_next_run_can_use_it(ChildEndpoint leased, ListenMode leasedFor, EndpointKind endpoint, ListenMode listen, bool fits) =>
        Assert.Equal(fits, PortPolicy.Fits(leased, Plans.Of(Plans.Spec with { Endpoint = endpoint, Listen = listen }), leasedFor));

    [Fact]
    public void A_port_out_of_the_range_is_not_kept() =>
        Assert.False(PortPolicy.Fits(_port, Plans.Of(Plans.Spec with { PortRange = new PortRange(7001, 7002) })));
}
