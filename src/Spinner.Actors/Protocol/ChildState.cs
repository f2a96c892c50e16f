namespace Spinner.Protocol;

/// <summary>The state of a child, in the words of the specification (<see cref="ChildStates.ToWire"/> spells them).</summary>
public enum ChildState
{
    /// <summary>No process, no port.</summary>
    Stopped,

    /// <summary>Being spawned, and waited for until it is ready.</summary>
    Starting,

    /// <summary>Ready: it serves, or works.</summary>
    Started,

    /// <summary>Asked to end; nothing of it is proven gone yet.</summary>
    Stopping,

    /// <summary>Failed too often: not started again until the fault timeout has passed.</summary>
    Faulted,

    /// <summary>Between two runs, after a crash, a change or a request.</summary>
    Restarting,
}

/// <summary>The wire form of <see cref="ChildState"/>.</summary>
public static class ChildStates
{
    /// <summary>The specification's word: <c>stopped starting started stopping faulted restart</c>.</summary>
    public static string ToWire(this ChildState state) => state switch
    {
        ChildState.Stopped => "stopped",
        ChildState.Starting => "starting",
        ChildState.Started => "started",
        ChildState.Stopping => "stopping",
        ChildState.Faulted => "faulted",
        ChildState.Restarting => "restart",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a child."),
    };
}
