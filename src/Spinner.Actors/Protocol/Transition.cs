namespace Spinner.Protocol;

/// <summary>One change of a child's state.</summary>
/// <param name="Version">The snapshot's version since then.</param>
/// <param name="At">When, by the wall clock.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state since then.</param>
/// <param name="Run">The number of the last run begun by then.</param>
/// <param name="Cause">Why.</param>
public sealed record Transition(long Version, DateTimeOffset At, ChildState From, ChildState To, int Run, string Cause);

/// <summary>How far a tandem update is.</summary>
public enum UpdatePhase
{
    /// <summary>None is under way.</summary>
    None,

    /// <summary>The new run is coming up; the old one serves.</summary>
    Starting,

    /// <summary>The new run serves; the old one goes on for those who know it.</summary>
    Draining,
}

/// <summary>What the liveness check says.</summary>
public enum ChildHealth
{
    /// <summary>There is no check, or it has not said anything yet.</summary>
    Unknown,

    /// <summary>It passes.</summary>
    Healthy,

    /// <summary>It fails; the child is being restarted.</summary>
    Unhealthy,
}
