using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>What the foreman begins with.</summary>
internal sealed record ForemanPlan
{
    /// <summary>The SpinnerActor.</summary>
    public required ICanTell Spinner { get; init; }

    /// <summary>The children the host knows from the beginning.</summary>
    public required IReadOnlyList<KeptChild> Children { get; init; }

    /// <summary>The present defaults of children; a reload changes them.</summary>
    public required Func<ChildSpec> Defaults { get; init; }

    /// <summary>Shows a line about a child; true: something is wrong with it.</summary>
    public required Action<ChildName, string, bool> Tell { get; init; }

    /// <summary>A failure as it may be told.</summary>
    public required Func<StartFailed, StartFailed> Shown { get; init; }

    /// <summary>The host's life.</summary>
    public required IHostLife Life { get; init; }

    /// <summary>The child whose end ends the host; null: none.</summary>
    public ChildName? ExitWith { get; init; }
}
