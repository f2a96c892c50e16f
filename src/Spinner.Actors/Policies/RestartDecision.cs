namespace Spinner.Policies;

/// <summary>What an unexpected end leads to.</summary>
internal enum RestartDecisionKind
{
    /// <summary>Another run, after <see cref="RestartDecision.Wait"/>.</summary>
    Restart,

    /// <summary>The child has done its work and is stopped.</summary>
    Complete,

    /// <summary>The child is stopped.</summary>
    Stop,

    /// <summary>The child is faulted.</summary>
    Fault,
}

/// <summary>What an unexpected end leads to.</summary>
/// <param name="Kind">What.</param>
/// <param name="Wait">The time before a restart; else zero.</param>
/// <param name="Cause">Why, for people.</param>
internal readonly record struct RestartDecision(RestartDecisionKind Kind, TimeSpan Wait, string Cause);
