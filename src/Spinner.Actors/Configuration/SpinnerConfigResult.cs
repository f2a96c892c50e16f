using Spinner.Policies;

namespace Spinner.Configuration;

/// <summary>What a configuration says, or everything that is wrong with it.</summary>
/// <param name="Options">The options; null when there are errors.</param>
/// <param name="Children">The children, ordered by name; empty when there are errors.</param>
/// <param name="Errors">Every error, a sentence each: the key, its value, what is allowed.</param>
public sealed record SpinnerConfigResult(
    SpinnerOptions? Options, IReadOnlyList<ConfiguredChild> Children, IReadOnlyList<string> Errors)
{
    /// <summary>The errors with their keys.</summary>
    internal IReadOnlyList<PlanError> All { get; init; } = [];
}
