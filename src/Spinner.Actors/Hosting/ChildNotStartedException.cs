using Spinner.Protocol;

namespace Spinner.Hosting;

/// <summary>A child that was to be held did not come up.</summary>
/// <param name="failure">What Spinner answered.</param>
public sealed class ChildNotStartedException(StartFailed failure) : Exception(failure?.Message)
{
    /// <summary>What Spinner answered: the reason, the last lines on stderr, when to try again.</summary>
    public StartFailed Failure { get; } = failure ?? throw new ArgumentNullException(nameof(failure));
}
