namespace Spinner.Protocol;

/// <summary>A message about one child; <c>SpinnerActor</c> routes it by its name.</summary>
public interface IChildMessage
{
    /// <summary>The child it is about.</summary>
    ChildName Name { get; }
}

/// <summary>
/// Starts a child, or answers the endpoint of the one that runs. Reply: <see cref="StartResult"/>, once the child listens or has failed.
/// A child that runs with another spec is left alone, and the answer says <see cref="StartSucceeded.SpecDiffers"/>.
/// </summary>
/// <param name="Spec">What to start; nothing but a name means the child as last specified.</param>
public sealed record StartChild(ChildSpec Spec) : IChildMessage
{
    /// <inheritdoc/>
    /// <remarks>Null for a message that came without a spec, as one from another node may.</remarks>
    public ChildName Name => Spec?.Name!;

    /// <summary>The short form, see <see cref="ChildSpec.ForScript"/>.</summary>
    public static StartChild Script(string path, string? baseDirectory = null) => new(ChildSpec.ForScript(path, baseDirectory));

    /// <summary>Starts a known child by its name alone.</summary>
    public static StartChild Known(ChildName name) => new(new ChildSpec { Name = name });
}

/// <summary>Stops a child. Reply: <see cref="StopResult"/>, once nothing of it is left. An unknown name is already stopped.</summary>
/// <param name="Name">The child.</param>
public sealed record StopChild(ChildName Name) : IChildMessage;

/// <summary>Stops every child, at the same time. Reply: <see cref="StopAllResult"/>, once each has answered.</summary>
public sealed record StopAll;

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
