namespace Spinner.Watching;

/// <summary>
/// One file or folder to watch, and which of the files below it count. Watches that ask for the same share what was seen of it.
/// </summary>
internal sealed class SourceSpec
{
    /// <summary>
    /// Never looked into below a folder unless an include names it: what belongs to version control, to a package manager, to an interpreter's cache
    /// or to an open editor changes without the source having changed (an install changes the lock file beside node_modules as well).
    /// </summary>
    private static readonly string[] _nobodysSource = [".git", ".hg", ".svn", "node_modules", "__pycache__", ".*.sw?", ".#*", "*~"];

    private readonly Glob[]? _globs;
    private readonly (string Folder, Glob Glob)[] _excluded;
    private readonly string[] _excludedPatterns;

    // Every entry of every folder is asked for: most exclusions are plain names.
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _excludedNames;

    private SourceSpec(string root, string[]? globs, (string Folder, string Pattern)[] excluded, string[] excludedNames)
    {
        Root = root;
        _globs = globs?.Select(glob => new Glob(glob)).ToArray();
        _excluded = [.. excluded.Select(glob => (glob.Folder, new Glob(glob.Pattern)))];
        _excludedPatterns = [.. excludedNames.Where(Glob.HasWildcard)];
        _excludedNames = excludedNames.ToHashSet(StringComparer.FromComparison(Glob.PathComparison)).GetAlternateLookup<ReadOnlySpan<char>>();
        Key = string.Join('\0', [root, .. (globs ?? []).Order(StringComparer.Ordinal), "", .. excluded.Select(glob => glob.Folder + "\n" + glob.Pattern)
            .Concat(excludedNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The file or folder; for a glob the folder before its first wildcard.</summary>
    public string Root { get; }

    /// <summary>Equal for specs that mean the same.</summary>
    public string Key { get; }

    /// <summary>Whether the root may be a file, not only a folder that globs are about.</summary>
    public bool RootCounts => _globs is null;

    /// <summary>The sources of a request; the second is a sentence when it makes no sense.</summary>
    public static (IReadOnlyList<SourceSpec> Sources, string? Error) Of(WatchRequest request)
    {
        foreach (string path in request.Include.Append(request.BaseFolder))
        {
            if (!Path.IsPathFullyQualified(path) || path.Contains('\0'))
                return ([], $"'{path}' cannot be watched: it is no absolute path.");
        }

        (string Root, string? Glob)[] includes = [.. request.Include.Select(SplitInclude).Distinct()];
        (string Folder, string Pattern)[] excluded = [.. request.Exclude.Where(text => !IsName(text)).Select(text => Split(request.BaseFolder, text))];
        string[] names = [.. request.Exclude.Where(IsName).Select(Trim)];
        return ([.. includes.GroupBy(include => include.Root, StringComparer.Ordinal).Select(group =>
        {
            string[]? globs = group.Any(include => include.Glob is null) ? null : [.. group.Select(include => include.Glob!)];
            IEnumerable<string> byDefault = _nobodysSource.Except((globs ?? []).SelectMany(Glob.Segments), StringComparer.Ordinal);
            return new SourceSpec(group.Key, globs, excluded, [.. names, .. byDefault]);
        })], null);
    }

    /// <summary>Whether a file below the root counts, as far as the globs say.</summary>
    public bool Includes(string path) => _globs is null || Array.Exists(_globs, glob => glob.IsMatch(Relative(Root, path)!));

    /// <summary>Whether a file that counts may lie below a folder below the root.</summary>
    public bool MayHold(string folder) => _globs is null || Array.Exists(_globs, glob => glob.MayMatchBelow(Relative(Root, folder)!));

    /// <summary>Whether an entry of a folder that is not excluded itself is.</summary>
    public bool Excludes(string path)
    {
        ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
        if (_excludedNames.Contains(name))
            return true;
        foreach (string pattern in _excludedPatterns)
        {
            if (Glob.NameMatches(pattern, name))
                return true;
        }

        foreach ((string folder, Glob glob) in _excluded)
        {
            if (Relative(folder, path) is { } relative && glob.IsMatch(relative))
                return true;
        }

        return false;
    }

    private static (string Root, string? Glob) SplitInclude(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Glob.HasWildcard(path) && !Path.Exists(full) ? Split("", path) : (full, null);
    }

    // At the first wildcard, for a folder's own name may look like a pattern.
    private static (string Folder, string Pattern) Split(string baseFolder, string text)
    {
        int wildcard = Glob.FirstWildcard(text);
        text = wildcard < 0 ? Trim(text) : text;
        ReadOnlySpan<char> literal = wildcard < 0 ? text : text.AsSpan(0, wildcard);
        int slash = literal.LastIndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        string folder = Path.GetFullPath(Path.Combine(baseFolder, text[..(slash + 1)]));
        return (Path.TrimEndingDirectorySeparator(folder), text[(slash + 1)..]);
    }

    private static string? Relative(string folder, string path)
    {
        int length = Path.EndsInDirectorySeparator(folder) ? folder.Length - 1 : folder.Length;
        return path.Length > length + 1 && path[length] == Path.DirectorySeparatorChar && path.AsSpan(0, length).Equals(folder.AsSpan(0, length), Glob.PathComparison)
            ? path[(length + 1)..]
            : null;
    }

    private static bool IsName(string text) =>
        !Trim(text).AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

    private static string Trim(string text) => text.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
}
