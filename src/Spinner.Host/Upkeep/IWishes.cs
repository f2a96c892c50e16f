using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>
/// Remembers what was asked for by hand, so that the next start of the host finds it. Each call ends when the wish is kept safely; a wish
/// that cannot be kept is told in the log and does not fail the request.
/// </summary>
internal interface IWishes
{
    /// <summary>Somebody started it: by a spec, or by its name (null).</summary>
    Task StartedAsync(ChildName name, ChildSpec? spec);

    /// <summary>Somebody stopped it.</summary>
    Task StoppedAsync(IReadOnlyCollection<ChildName> names);

    /// <summary>Somebody had it forgotten.</summary>
    Task ForgottenAsync(ChildName name);

    /// <summary>Whether the last thing somebody asked of it was its stop.</summary>
    bool IsStoppedByHand(ChildName name);
}

/// <summary>A host in the foreground remembers nothing.</summary>
internal sealed class NoWishes : IWishes
{
    public Task StartedAsync(ChildName name, ChildSpec? spec) => Task.CompletedTask;

    public Task StoppedAsync(IReadOnlyCollection<ChildName> names) => Task.CompletedTask;

    public Task ForgottenAsync(ChildName name) => Task.CompletedTask;

    public bool IsStoppedByHand(ChildName name) => false;
}
