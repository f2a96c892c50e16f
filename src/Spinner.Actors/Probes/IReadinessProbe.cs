using Spinner.Protocol;

namespace Spinner.Probes;

/// <summary>Tells when somebody listens on an endpoint, and whether it is the child's own group.</summary>
internal interface IReadinessProbe
{
    /// <summary>
    /// Calls back once, from any thread, when the endpoint is listened on; never after the result has been disposed and that call returned.
    /// </summary>
    IDisposable WhenListening(ProbeTarget target, Action<ProbeAnswer> answer);

    /// <summary>
    /// For a socket that we opened and handed to the child, which listens all the time: calls back as <see cref="WhenListening"/> does when somebody
    /// accepts on it. The owner is <see cref="ListenerOwner.Ours"/>, so nobody else may have the socket, an earlier run included. Costs the
    /// child one empty connection, as may every earlier probe that was not answered.
    /// </summary>
    IDisposable WhenAccepting(ProbeTarget target, Action<ProbeAnswer> answer);

    /// <summary>Whether anybody listens on the endpoint now. One quick look; false when there is no way to see.</summary>
    bool IsListenedOn(ChildEndpoint endpoint);
}

/// <summary>What to look for.</summary>
/// <param name="Endpoint">The leased endpoint.</param>
/// <param name="LeaderPid">The leader of the child's process group.</param>
/// <param name="MarkerVariable">The environment variable that marks a run.</param>
/// <param name="Marker">Its value for this run.</param>
internal sealed record ProbeTarget(ChildEndpoint Endpoint, int LeaderPid, string MarkerVariable, string Marker);

/// <summary>Who listens.</summary>
internal enum ListenerOwner
{
    /// <summary>A process of the child: of its group, a descendant, or one that carries the run's marker.</summary>
    Ours,

    /// <summary>Proven to be somebody else.</summary>
    Stranger,

    /// <summary>There was no permission, or no way, to look.</summary>
    Unknown,
}

/// <summary>Somebody listens.</summary>
/// <param name="Owner">Who.</param>
/// <param name="Endpoint">The endpoint with the literal address listened on (127.0.0.1 for a wildcard, ::1 for an IPv6-only one).</param>
/// <param name="Description">The stranger, for people: pid and program when known; otherwise empty.</param>
internal sealed record ProbeAnswer(ListenerOwner Owner, ChildEndpoint Endpoint, string Description);
