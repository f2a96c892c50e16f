namespace Spinner.Watching;

/// <summary>What to watch.</summary>
/// <param name="BaseFolder">The absolute folder that relative entries of <paramref name="Exclude"/> start from.</param>
/// <param name="Include">
/// Absolute paths of files, of folders (with everything below), or globs: <c>*</c> within a name, <c>**</c> for any number of folders.
/// What exists under exactly that name is no glob. A path that does not exist is watched for.
/// </param>
/// <param name="Exclude">
/// Globs for what is found below a folder or by a glob; what <paramref name="Include"/> names itself stays. Absolute, or relative to
/// <paramref name="BaseFolder"/>; one without a slash, such as <c>*.log</c>, matches at any depth. A folder that matches is left out with all below it.
/// </param>
internal sealed record WatchRequest(string BaseFolder, IReadOnlyList<string> Include, IReadOnlyList<string> Exclude);
