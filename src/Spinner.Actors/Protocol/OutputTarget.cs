namespace Spinner.Protocol;

/// <summary>What becomes of a stream of a child's output.</summary>
public enum OutputTargetKind
{
    /// <summary>Read and dropped; the stderr tail is kept all the same.</summary>
    Null,

    /// <summary>Passed on to the supervisor's own stdout or stderr.</summary>
    Inherit,

    /// <summary>Appended to a file.</summary>
    File,
}

/// <summary>Where a stream of a child's output goes. Whatever the target, a slow reader never blocks the child for ever.</summary>
/// <param name="Kind">The kind of target.</param>
/// <param name="Path">The file of <see cref="OutputTargetKind.File"/>, relative to the child's working directory; else null.</param>
public sealed record OutputTarget(OutputTargetKind Kind, string? Path)
{
    /// <summary>Drops the stream (the default).</summary>
    public static OutputTarget Null { get; } = new(OutputTargetKind.Null, null);

    /// <summary>Passes the stream on to the supervisor's own.</summary>
    public static OutputTarget Inherit { get; } = new(OutputTargetKind.Inherit, null);

    /// <summary>Appends the stream to a file, which is created when it is missing.</summary>
    public static OutputTarget File(string path) => new(OutputTargetKind.File, path);
}
