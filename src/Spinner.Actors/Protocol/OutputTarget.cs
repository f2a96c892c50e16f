namespace Spinner.Protocol;

/// <summary>What becomes of a stream of a child's output.</summary>
public enum OutputTargetKind
{
    /// <summary>Read and dropped; the stderr tail and the last lines are kept all the same.</summary>
    Null,

    /// <summary>Passed on to the supervisor's own stdout or stderr.</summary>
    Inherit,

    /// <summary>Appended to a file.</summary>
    File,

    /// <summary>Logged line by line, under the child's category: stdout at Information, stderr at Warning.</summary>
    Logger,
}

/// <summary>Where a stream of a child's output goes. Whatever the target, a slow reader never blocks the child for ever.</summary>
/// <param name="Kind">The kind of target.</param>
/// <param name="Path">The file of <see cref="OutputTargetKind.File"/>, relative to the child's working directory; else null.</param>
public sealed record OutputTarget(OutputTargetKind Kind, string? Path)
{
    /// <summary>The least <see cref="MaxBytes"/> but 0.</summary>
    public const long LeastMaxBytes = 64_000;

    /// <summary>The largest <see cref="MaxBytes"/>: 1 TB.</summary>
    public const long LargestMaxBytes = 1_000_000_000_000;

    /// <summary>The largest <see cref="MaxFiles"/>.</summary>
    public const int LargestMaxFiles = 1000;

    /// <summary>Drops the stream (the default).</summary>
    public static OutputTarget Null { get; } = new(OutputTargetKind.Null, null);

    /// <summary>Passes the stream on to the supervisor's own.</summary>
    public static OutputTarget Inherit { get; } = new(OutputTargetKind.Inherit, null);

    /// <summary>Logs the stream.</summary>
    public static OutputTarget Logger { get; } = new(OutputTargetKind.Logger, null);

    /// <summary>
    /// How large the file may grow, in bytes, before it becomes <c>app.log.1</c> and a new one is begun; a line that is being written is
    /// finished first. 64 KB to 1 TB; 0: for ever. Null: <see cref="SpinnerDefaults.LogMaxBytes"/>.
    /// </summary>
    public long? MaxBytes { get; init; }

    /// <summary>
    /// How many files there are in all, the current one included: 1-1000; the oldest goes. Null: <see cref="SpinnerDefaults.LogMaxFiles"/>.
    /// </summary>
    public int? MaxFiles { get; init; }

    /// <summary>Appends the stream to a file, which is created when it is missing.</summary>
    public static OutputTarget File(string path) => new(OutputTargetKind.File, path);
}
