using System.Collections.Immutable;

namespace Spinner.Protocol;

/// <summary>How a stop ended.</summary>
public enum StopOutcome
{
    /// <summary>There was nothing to stop.</summary>
    AlreadyStopped,

    /// <summary>Everything ended within the stop timeout.</summary>
    Exited,

    /// <summary>SIGKILL ended it: the stop timeout had passed, or its start had failed already.</summary>
    Killed,

    /// <summary>Processes live on 10 s after SIGKILL; the child is faulted and its port withheld.</summary>
    StillAlive,
}

/// <summary>The answer to <see cref="StopChild"/>.</summary>
/// <param name="Name">The child.</param>
/// <param name="Outcome">How the stop ended.</param>
public sealed record StopResult(ChildName Name, StopOutcome Outcome) : ChildReply(Name)
{
    /// <summary>How the leader of the process group ended; null when there was none.</summary>
    public ExitStatus? Exit { get; init; }

    /// <summary>The processes that outlived SIGKILL, for <see cref="StopOutcome.StillAlive"/>.</summary>
    public IReadOnlyList<int> Survivors { get; init => field = Content.OrEmpty(value); } = [];
}

/// <summary>The answer to <see cref="StopAll"/>.</summary>
/// <param name="Results">One result per child, ordered by name.</param>
public sealed record StopAllResult(IReadOnlyList<StopResult> Results)
{
    /// <summary>One result per child, ordered by name.</summary>
    public IReadOnlyList<StopResult> Results { get; init => field = value.ToImmutableArray(); } = Results.ToImmutableArray();
}

/// <summary>The answer to <see cref="TouchChild"/>.</summary>
/// <param name="Name">The child.</param>
/// <param name="State">Its state.</param>
/// <param name="Touched">Whether its idle clock was restarted, which only a started child has.</param>
public sealed record TouchResult(ChildName Name, ChildState State, bool Touched) : ChildReply(Name);

/// <summary>No child of this name has ever been started here.</summary>
/// <param name="Name">The name asked for.</param>
public sealed record ChildNotFound(ChildName Name) : ChildReply(Name);

/// <summary>The answer to <see cref="ListChildren"/>.</summary>
/// <param name="Children">The children, ordered by name.</param>
public sealed record ChildList(IReadOnlyList<ChildSnapshot> Children)
{
    /// <summary>The children, ordered by name.</summary>
    public IReadOnlyList<ChildSnapshot> Children { get; init => field = value.ToImmutableArray(); } = Children.ToImmutableArray();
}

/// <summary>The child is known, and can be started by its name.</summary>
/// <param name="Name">The child.</param>
public sealed record ChildDefined(ChildName Name) : ChildReply(Name);

/// <summary>A watcher has been told of all children; what follows is news.</summary>
/// <param name="Sequence">The number of the last event before it.</param>
public sealed record ReplayEnded(long Sequence);
