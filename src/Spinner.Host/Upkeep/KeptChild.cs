using Spinner.Configuration;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>A child the host knows from the beginning: from its configuration file, or from what was asked for by hand before.</summary>
internal sealed record KeptChild(ChildSpec Spec)
{
    /// <summary>Whether it is started again for as long as it fails.</summary>
    public bool IsKeptUp { get; init; }

    /// <summary>Whether the host starts it.</summary>
    public bool IsWanted { get; init; }

    /// <summary>Whether it was stopped by hand, and so stays stopped until it is started by hand.</summary>
    public bool IsPinned { get; init; }

    /// <summary>The same for a host that ends with it: its first end is the one that counts, whatever it is otherwise restarted for.</summary>
    public KeptChild ForOneRun() => this with { Spec = Spec with { Restart = RestartMode.Never }, IsWanted = true };

    /// <summary>A child of the configuration file.</summary>
    public static KeptChild Of(ConfiguredChild child) => new(child.Spec) { IsKeptUp = !child.OnDemand, IsWanted = !child.OnDemand };
}
