namespace Spinner.Protocol;

/// <summary>What an exit that nobody asked for leads to.</summary>
public enum RestartMode
{
    /// <summary>The specification's rule: a restart, but a second exit within <see cref="ChildSpec.RestartTolerance"/> of the previous one faults the child.</summary>
    Tolerance,

    /// <summary>A restart, whatever the exit code, after a wait that grows (<see cref="ChildSpec.Backoff"/>).</summary>
    Always,

    /// <summary>As <see cref="Always"/>, but after a success code (<see cref="ChildSpec.SuccessCodes"/>) the child is stopped: it has completed.</summary>
    OnFailure,

    /// <summary>No restart: the child is stopped; after a success code it has completed.</summary>
    Never,
}
