using System.Collections.Immutable;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>What somebody last asked a child to be.</summary>
internal enum Wanted
{
    /// <summary>Up.</summary>
    Running,

    /// <summary>Stopped, until somebody starts it by hand.</summary>
    Stopped,
}

/// <summary>A child about which something was asked for by hand.</summary>
/// <param name="Spec">What it was started with; null: the configuration file has it.</param>
/// <param name="Wanted">What it is to be.</param>
/// <param name="FromFile">Whether it was a child of the configuration file at that time.</param>
internal sealed record DesiredChild(ChildSpec? Spec, Wanted Wanted, bool FromFile);

/// <summary>What was asked for by hand and survives a restart of the host.</summary>
/// <param name="Children">By name; names compare ordinally.</param>
internal sealed record DesiredState(ImmutableSortedDictionary<string, DesiredChild> Children)
{
    /// <summary>Nothing was asked for.</summary>
    public static DesiredState Empty { get; } = new(ImmutableSortedDictionary.Create<string, DesiredChild>(StringComparer.Ordinal));

    /// <summary>The same, but for one child.</summary>
    /// <remarks>It has this very object from then on, not an equal one that was there: a wish is known by it.</remarks>
    public DesiredState With(ChildName name, DesiredChild child) => new(Children.Remove(name.Value).Add(name.Value, child));

    /// <summary>The same with those children alone that fulfil the condition.</summary>
    public DesiredState Where(Func<string, DesiredChild, bool> condition) =>
        Children.Where(pair => !condition(pair.Key, pair.Value)).Select(pair => pair.Key).ToArray() is { Length: > 0 } others ? new(Children.RemoveRange(others)) : this;

    /// <summary>The same without a child.</summary>
    public DesiredState Without(ChildName name) => new(Children.Remove(name.Value));
}
