using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>The end of a run that nobody asked for.</summary>
/// <param name="Exit">How the process ended; null when Spinner ended it, which is never a success.</param>
/// <param name="Cause">What happened, for people.</param>
internal readonly record struct UnexpectedEnd(ExitStatus? Exit, string Cause)
{
    /// <summary>Spinner ends the run: it is unhealthy, or needs too much memory.</summary>
    public static UnexpectedEnd Forced(string cause) => new(null, cause);
}
