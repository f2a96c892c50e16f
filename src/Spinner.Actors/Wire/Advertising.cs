using System.Net;
using Spinner.Protocol;

namespace Spinner.Wire;

/// <summary>
/// Tells other nodes of endpoints that they can use: a loopback address (also that of a child which listens on all addresses) is replaced by the host that
/// this node advertises. A child that listens on an address of its own keeps it.
/// </summary>
internal static class Advertising
{
    public static object In(object message, string host) => message switch
    {
        StartSucceeded started => started with { Endpoint = Of(started.Endpoint, host)! },
        LeaseGranted granted => granted with { Endpoint = Of(granted.Endpoint, host)! },
        LeaseRebound rebound => rebound with { Endpoint = Of(rebound.Endpoint, host)! },
        ChildStarted started => started with { Endpoint = Of(started.Endpoint, host)! },
        ChildRestarted restarted => restarted with { Endpoint = Of(restarted.Endpoint, host)! },
        ChildPresent present => present with { Endpoint = Of(present.Endpoint, host) },
        ChildSnapshot snapshot => Of(snapshot, host),
        ChildList list => new ChildList([.. list.Children.Select(child => Of(child, host))]),
        _ => message,
    };

    private static ChildSnapshot Of(ChildSnapshot snapshot, string host) => snapshot with { Endpoint = Of(snapshot.Endpoint, host) };

    private static ChildEndpoint? Of(ChildEndpoint? endpoint, string host) =>
        endpoint is { Kind: EndpointKind.Tcp } && IPAddress.TryParse(endpoint.Host, out IPAddress? address) && IPAddress.IsLoopback(address)
            ? endpoint with { Host = host }
            : endpoint;
}
