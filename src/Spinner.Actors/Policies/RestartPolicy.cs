namespace Spinner.Policies;

/// <summary>Whether an unexpected exit is forgiven.</summary>
internal static class RestartPolicy
{
    /// <summary>
    /// The specification's rule: an exit within the tolerance of the previous one faults the child, however long it lived in between.
    /// A tolerance of zero forgives every exit.
    /// </summary>
    /// <param name="sincePrevious">Monotonic time since the previous unexpected exit; null when this is the first.</param>
    /// <param name="tolerance">The child's restart tolerance.</param>
    public static bool Faults(TimeSpan? sincePrevious, TimeSpan tolerance) => sincePrevious < tolerance;
}
