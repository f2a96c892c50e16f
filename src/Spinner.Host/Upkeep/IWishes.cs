using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>
/// Remembers what was asked for by hand, so that the next start of the host finds it. Each call ends when the wish is kept safely; a wish
/// that cannot be kept is told in the log and does not fail the request.
/// </summary>
internal interface IWishes
{
    /// <summary>Somebody wants it started. Called before the start, which may take long, and which a host that is killed meanwhile must not forget.</summary>
    /// <param name="name">The child.</param>
    /// <param name="spec">As what; null: as it is known.</param>
    /// <param name="isUp">It has a run, so that it is not known yet whether the spec will be taken.</param>
    /// <returns>To be told what became of the start.</returns>
    Task<StartWish> StartingAsync(ChildName name, ChildSpec? spec, bool isUp);

    /// <summary>Somebody stopped it.</summary>
    Task StoppedAsync(IReadOnlyCollection<ChildName> names);

    /// <summary>Somebody had it forgotten.</summary>
    Task ForgottenAsync(ChildName name);

    /// <summary>The configuration file was read: what was asked for of children that were taken out of it is forgotten.</summary>
    /// <param name="ofFile">Its children.</param>
    /// <param name="removed">Children it had before.</param>
    Task FileReadAsync(IReadOnlyCollection<ChildName> ofFile, IReadOnlyCollection<ChildName> removed);

    /// <summary>Whether the last thing somebody asked of it was its stop.</summary>
    bool IsStoppedByHand(ChildName name);
}

/// <summary>A host in the foreground remembers nothing.</summary>
internal sealed class NoWishes : IWishes
{
    public Task<StartWish> StartingAsync(ChildName name, ChildSpec? spec, bool isUp) => Task.FromResult(StartWish.Forgotten);

    public Task StoppedAsync(IReadOnlyCollection<ChildName> names) => Task.CompletedTask;

    public Task ForgottenAsync(ChildName name) => Task.CompletedTask;

    public Task FileReadAsync(IReadOnlyCollection<ChildName> ofFile, IReadOnlyCollection<ChildName> removed) => Task.CompletedTask;

    public bool IsStoppedByHand(ChildName name) => false;
}
