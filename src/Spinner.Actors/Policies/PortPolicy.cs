using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>What a port taken by a stranger, or a changed spec, means for the lease.</summary>
internal static class PortPolicy
{
    /// <summary>How often a stolen port is replaced within one start.</summary>
    public const int MaxReplacements = 3;

    /// <summary>Whether the next run may keep the endpoint. A socket file is never kept: each run makes its own.</summary>
    public static bool Fits(ChildEndpoint leased, ChildPlan plan) =>
        leased.Kind == EndpointKind.Tcp && plan.Endpoint == EndpointKind.Tcp && plan.PortRange.Contains(leased.Port);
}
