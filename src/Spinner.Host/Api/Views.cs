using Spinner.Cli.Contract;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>From the protocol of the actors to the records of the API.</summary>
internal static class Views
{
    public static ChildView Of(ChildSnapshot child) => new(child.Name.Value, child.State.ToWire())
    {
        Version = child.Version,
        Run = child.Run,
        Pid = child.Pid,
        Endpoint = child.Endpoint is { } endpoint ? Of(endpoint) : null,
        Restarts = child.Restarts,
        UptimeSeconds = child.Uptime?.TotalSeconds,
        Cause = child.Cause,
    };

    public static EndpointView Of(ChildEndpoint endpoint) => endpoint.Kind switch
    {
        EndpointKind.Tcp => new EndpointView("tcp") { Host = endpoint.Host, Port = endpoint.Port, Url = endpoint.Url },
        EndpointKind.Unix => new EndpointView("unix") { Path = endpoint.Path, Url = endpoint.Url },
        _ => new EndpointView("none"),
    };
}
