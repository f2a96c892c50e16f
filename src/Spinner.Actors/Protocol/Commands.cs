namespace Spinner.Protocol;

/// <summary>A message about one child; <c>SpinnerActor</c> routes it by its name.</summary>
public interface IChildMessage
{
    /// <summary>The child it is about.</summary>
    ChildName Name { get; }
}

/// <summary>
/// Starts a child, or answers the endpoint of the one that runs. Reply: <see cref="StartResult"/>, once the child is ready or has failed.
/// A child that runs with another spec is left alone, and the answer says <see cref="StartSucceeded.SpecDiffers"/>.
/// </summary>
/// <param name="Spec">What to start; nothing but a name means the child as last specified.</param>
public sealed record StartChild(ChildSpec Spec) : IChildMessage
{
    /// <inheritdoc/>
    /// <remarks>Null for a message that came without a spec, as one from another node may.</remarks>
    public ChildName Name => Spec?.Name!;

    /// <summary>True: nobody in person wants it (a proxy, a supervisor's retry). A pinned child refuses such a start, and stays pinned.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>The short form, see <see cref="ChildSpec.ForScript"/>.</summary>
    public static StartChild Script(string path, string? baseDirectory = null) => new(ChildSpec.ForScript(path, baseDirectory));

    /// <summary>Starts a known child by its name alone.</summary>
    public static StartChild Known(ChildName name) => new(new ChildSpec { Name = name });
}

/// <summary>Stops a child. Reply: <see cref="StopResult"/>, once nothing of it is left. An unknown name is already stopped.</summary>
/// <param name="Name">The child.</param>
public sealed record StopChild(ChildName Name) : IChildMessage
{
    /// <summary>
    /// True: from now on automatic starts (<see cref="StartChild.IsAutomatic"/>, <see cref="AcquireChild"/>, a change of the source, another child that
    /// depends on it) are refused with <see cref="StartFailureReason.Pinned"/>, until an explicit start or restart.
    /// </summary>
    public bool Pin { get; init; }
}

/// <summary>
/// Makes a child known without starting it, so that others can start it by its name or depend on it. Reply: <see cref="ChildDefined"/>, or
/// <see cref="StartFailed"/> with every error. A child that runs keeps its spec until its next start, but for a spec that has another
/// <see cref="ChildSpec.IdleTime"/> and is the same otherwise: that takes effect at once.
/// </summary>
/// <param name="Spec">The child.</param>
public sealed record DefineChild(ChildSpec Spec) : IChildMessage
{
    /// <inheritdoc/>
    public ChildName Name => Spec?.Name!;
}

/// <summary>
/// Tells the asking actor what happens to all children: first what each is like now (<see cref="ChildPresent"/>, marked as replay, closed by
/// <see cref="ReplayEnded"/>), then every event in order, until <see cref="UnwatchChildren"/> or the asker's death. Asked twice, it is told anew what is
/// present. An <c>Ask</c> gets nothing but the first of these messages: an actor has to ask.
/// </summary>
public sealed record WatchChildren
{
    /// <summary>
    /// How many events may be under way to an asker on another node until <see cref="EventsTaken"/> grants more; 1 to 10,000. Null: 1,000. An asker of the
    /// same node is told all of them.
    /// </summary>
    public int? Credit { get; init; }
}

/// <summary>
/// Grants so many further events to an actor that watches from another node, and shows that it is alive: one that says nothing for 30 s is no longer told
/// anything. Reply: none; <see cref="EventsLost"/>, when it is not, or no longer, among those who watch.
/// </summary>
/// <param name="Count">How many events it has dealt with since it last said so; zero is no more than a sign of life.</param>
public sealed record EventsTaken(int Count);

/// <summary>Ends <see cref="WatchChildren"/> for the asking actor. No reply.</summary>
public sealed record UnwatchChildren;

/// <summary>
/// Stops a child and forgets it: its spec, its lines of output, its name. Reply: <see cref="StopResult"/>, or <see cref="ChildNotFound"/>. One that cannot
/// be stopped (<see cref="StopOutcome.StillAlive"/>) is not forgotten. What is asked of it meanwhile waits, and is then asked of an unknown name.
/// </summary>
/// <param name="Name">The child.</param>
public sealed record ForgetChild(ChildName Name) : IChildMessage;

/// <summary>
/// Stops every child; one that others depend on after these. Reply: <see cref="StopAllResult"/>, once each has answered.
/// </summary>
public sealed record StopAll
{
    /// <summary>As <see cref="StopChild.Pin"/>, of each child that is known.</summary>
    public bool Pin { get; init; }
}

/// <summary>Replaces the run of a child by a new one; clears its failures and faults. Reply: <see cref="StartResult"/> of the new run.</summary>
/// <param name="Name">The child.</param>
/// <param name="Spec">A new spec to apply with it (its name must be <paramref name="Name"/>); null keeps the present one.</param>
public sealed record RestartChild(ChildName Name, ChildSpec? Spec = null) : IChildMessage;

/// <summary>Restarts the idle clock of a child. Reply: <see cref="TouchResult"/>, or <see cref="ChildNotFound"/>.</summary>
/// <param name="Name">The child.</param>
public sealed record TouchChild(ChildName Name) : IChildMessage;

/// <summary>Asks for a child's <see cref="ChildSnapshot"/>; an unknown name is answered <see cref="ChildNotFound"/>.</summary>
/// <param name="Name">The child.</param>
public sealed record GetChild(ChildName Name) : IChildMessage;

/// <summary>Asks for the snapshots of all children. Reply: <see cref="ChildList"/>, ordered by name.</summary>
public sealed record ListChildren;
