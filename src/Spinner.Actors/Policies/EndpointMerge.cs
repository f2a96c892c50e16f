using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>
/// Decides on the endpoint and on what depends on it. A child without an endpoint is a worker. What a spec says itself stands (and is refused when
/// it does not fit); what the defaults say gives way where a worker has no use for it.
/// </summary>
internal static class EndpointMerge
{
    /// <summary>No readiness means no endpoint, unless the one who says so, or the spec, also says which endpoint.</summary>
    public static EndpointKind Endpoint(ChildSpec spec, ChildSpec defaults) =>
        spec.Endpoint is { } own ? own
            : spec.Readiness?.Kind == ReadinessKind.None ? EndpointKind.None
            : defaults.Endpoint is { } general ? general
            : (spec.Readiness ?? defaults.Readiness)?.Kind == ReadinessKind.None ? EndpointKind.None
            : EndpointKind.Tcp;

    public static ListenMode Listen(ChildSpec spec, ChildSpec defaults, EndpointKind endpoint) =>
        spec.Listen ?? (endpoint == EndpointKind.None ? null : defaults.Listen) ?? ListenMode.Bind;

    public static ReadinessCheck Readiness(ChildSpec spec, ChildSpec defaults, EndpointKind endpoint, string home)
    {
        if (spec.Readiness is { } own)
        {
            return own;
        }

        bool isWorker = endpoint == EndpointKind.None;
        return defaults.Readiness is { } general && !(isWorker && NeedsEndpoint(general))
            ? general with { Command = Absolute(general.Command, home) }
            : isWorker ? ReadinessCheck.None : ReadinessCheck.Listen;
    }

    public static LivenessCheck Liveness(ChildSpec spec, ChildSpec defaults, EndpointKind endpoint, string home)
    {
        if (spec.Liveness is { } own)
        {
            return own;
        }

        return defaults.Liveness is { } general && !(endpoint == EndpointKind.None && NeedsEndpoint(general))
            ? general with { Command = Absolute(general.Command, home) }
            : LivenessCheck.None;
    }

    public static bool NeedsEndpoint(ReadinessCheck check) => check.Kind is ReadinessKind.Listen or ReadinessKind.Http;

    public static bool NeedsEndpoint(LivenessCheck check) => check.Kind is LivenessKind.Http or LivenessKind.Tcp;

    private static IReadOnlyList<string>? Absolute(IReadOnlyList<string>? command, string home) =>
        command is { Count: > 0 } ? [SpecMerge.AbsoluteCommand(command[0], home)!, .. command.Skip(1)] : command;
}
