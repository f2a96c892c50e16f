using Serilog;
using Spinner.Host.Configuration;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>What was asked for by hand, kept in the state file of a daemon.</summary>
/// <param name="keeper">The state.</param>
/// <param name="isOfFile">Whether the configuration file has a child.</param>
/// <param name="log">Told what could not be kept.</param>
internal sealed class KeptWishes(StateKeeper keeper, Func<ChildName, bool> isOfFile, ILogger log) : IWishes
{
    /// <summary>
    /// What a daemon begins with: the children of its file, but those that were stopped by hand, and the children that were started by hand. Where the
    /// file has a child of the same name, the file's counts.
    /// </summary>
    public IReadOnlyList<KeptChild> Children(ConfigFile file)
    {
        HashSet<ChildName> ofFile = [.. file.Children.Select(child => child.Spec.Name)];
        return
        [
            .. file.Children.Select(KeptChild.Of).Select(child => child with
            {
                IsWanted = child.IsWanted || IsStartedByHand(child.Spec.Name),
                IsPinned = IsStoppedByHand(child.Spec.Name),
            }),
            .. keeper.Current.Children.Values
                .Where(child => child.Spec is not null && !ofFile.Contains(child.Spec.Name))
                .Select(child => new KeptChild(child.Spec!)
                {
                    IsWanted = child.Wanted == Wanted.Running,
                    IsKeptUp = child.Wanted == Wanted.Running,
                    IsPinned = child.Wanted == Wanted.Stopped,
                }),
        ];
    }

    public Task StartedAsync(ChildName name, ChildSpec? spec) => KeepAsync(state => state.With(
        name, new DesiredChild(spec is { IsBare: false } ? spec : state.Children.GetValueOrDefault(name.Value)?.Spec, Wanted.Running, isOfFile(name))));

    public Task StoppedAsync(IReadOnlyCollection<ChildName> names) => KeepAsync(state => names.Aggregate(
        state, (all, name) => all.With(name, new DesiredChild(all.Children.GetValueOrDefault(name.Value)?.Spec, Wanted.Stopped, isOfFile(name)))));

    public Task ForgottenAsync(ChildName name) => KeepAsync(state => state.Without(name));

    public bool IsStoppedByHand(ChildName name) =>
        keeper.Current.Children.TryGetValue(name.Value, out DesiredChild? child) && child.Wanted == Wanted.Stopped;

    private bool IsStartedByHand(ChildName name) =>
        keeper.Current.Children.TryGetValue(name.Value, out DesiredChild? child) && child.Wanted == Wanted.Running;

    private async Task KeepAsync(Func<DesiredState, DesiredState> change)
    {
        try
        {
            await keeper.ChangeAsync(change).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StateWriteException or ObjectDisposedException)
        {
            log.Error("What was asked for is done, but not kept for the next start: {Reason:l}", failure.Message);
        }
    }
}
