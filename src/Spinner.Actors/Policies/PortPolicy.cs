using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>What a port taken by a stranger, or a changed spec, means for the lease.</summary>
internal static class PortPolicy
{
    /// <summary>How often a stolen port is replaced within one start.</summary>
    public const int MaxReplacements = 3;

    /// <summary>
    /// Whether the next run may keep the endpoint. A socket file is not kept, since each run makes its own, but for one that Spinner itself
    /// listens on; and a socket that Spinner listens on serves no plan that wants to listen itself, nor the other way round.
    /// </summary>
    /// <param name="leased">The endpoint.</param>
    /// <param name="plan">What the next run wants.</param>
    /// <param name="leasedFor">Who was to listen on it.</param>
    public static bool Fits(ChildEndpoint leased, ChildPlan plan, ListenMode leasedFor = ListenMode.Bind) =>
        leased.Kind == plan.Endpoint
        && leased.Kind switch
        {
            EndpointKind.None => true,
            EndpointKind.Unix => (leasedFor, plan.Listen) == (ListenMode.Inherit, ListenMode.Inherit),
            _ => leasedFor == plan.Listen && plan.PortRange.Contains(leased.Port),
        };
}
