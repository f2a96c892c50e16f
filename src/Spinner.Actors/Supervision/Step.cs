namespace Spinner.Supervision;

/// <summary>How far a run is; the steps of a start in their order, then what may follow.</summary>
internal enum Step
{
    /// <summary>For the wait before a restart to be over.</summary>
    Wait,
    Depend,
    Watch,
    Build,
    Lease,
    Spawn,
    Ready,

    /// <summary>It has failed to come up, and is being removed.</summary>
    Clear,

    /// <summary>It is being removed to make room for the next.</summary>
    Drain,

    /// <summary>It serves, or has served.</summary>
    Up,
}
