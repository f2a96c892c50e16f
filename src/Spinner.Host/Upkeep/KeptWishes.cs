using System.Runtime.CompilerServices;
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
    /// <summary>Wishes whose spec was refused when a later one had taken their place, and what had been there before.</summary>
    private readonly ConditionalWeakTable<DesiredChild, StrongBox<DesiredChild?>> _refused = [];

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

    public async Task<StartWish> StartingAsync(ChildName name, ChildSpec? spec, bool isUp)
    {
        bool isOfTheFile = isOfFile(name);
        ChildSpec? own = isOfTheFile || spec is { IsBare: true } ? null : spec;
        DesiredChild? before = null, mine = null;
        await KeepAsync(state =>
        {
            before = state.Children.GetValueOrDefault(name.Value);
            mine = new DesiredChild((isUp ? null : own) ?? before?.Spec, Wanted.Running, isOfTheFile);
            return state.With(name, mine);
        }).ConfigureAwait(false);
        return new StartWish(result => result switch
        {
            StartFailed { Reason: StartFailureReason.InvalidSpec } => RefuseAsync(name, mine!, before),
            StartSucceeded { SpecDiffers: true } when !isUp => ReplaceAsync(name, mine!, mine! with { Spec = before?.Spec }),
            not StartSucceeded { SpecDiffers: true } when isUp && own is not null => ReplaceAsync(name, mine!, mine! with { Spec = own }),
            _ => Task.CompletedTask,
        });
    }

    public Task StoppedAsync(IReadOnlyCollection<ChildName> names) => KeepAsync(state => names.Aggregate(
        state, (all, name) => all.With(name, new DesiredChild(all.Children.GetValueOrDefault(name.Value)?.Spec, Wanted.Stopped, isOfFile(name)))));

    public Task ForgottenAsync(ChildName name) => KeepAsync(state => state.Without(name));

    public Task FileReadAsync(IReadOnlyCollection<ChildName> ofFile, IReadOnlyCollection<ChildName> removed)
    {
        HashSet<string> there = [.. ofFile.Select(name => name.Value)], gone = [.. removed.Select(name => name.Value)];
        return KeepAsync(state => state.Where((name, child) => !gone.Contains(name) && (!child.FromFile || there.Contains(name))));
    }

    public bool IsStoppedByHand(ChildName name) =>
        keeper.Current.Children.TryGetValue(name.Value, out DesiredChild? child) && child.Wanted == Wanted.Stopped;

    private bool IsStartedByHand(ChildName name) =>
        keeper.Current.Children.TryGetValue(name.Value, out DesiredChild? child) && child.Wanted == Wanted.Running;

    /// <summary>Takes a wish back: what was before it counts again, unless that was refused as well.</summary>
    private Task RefuseAsync(ChildName name, DesiredChild wish, DesiredChild? before)
    {
        _refused.Add(wish, new StrongBox<DesiredChild?>(before));
        while (before is not null && _refused.TryGetValue(before, out StrongBox<DesiredChild?>? earlier))
            before = earlier.Value;
        return ReplaceAsync(name, wish, before);
    }

    /// <summary>What was asked for since counts more.</summary>
    private Task ReplaceAsync(ChildName name, DesiredChild wish, DesiredChild? by) => KeepAsync(state =>
        !ReferenceEquals(state.Children.GetValueOrDefault(name.Value), wish) ? state : by is null ? state.Without(name) : state.With(name, by));

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
