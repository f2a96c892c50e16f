namespace Spinner.Output;

/// <summary>
/// The names of all files that were ever opened for output: as they were given, and where they really lie. A closed one stays: who watches its
/// folder may notice our last lines only after the end of the run that printed them.
/// </summary>
internal sealed class OwnPaths
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Remembers a file that has just been opened.</summary>
    public void Add(string path)
    {
        string[] all = [path, .. Places(path)];
        lock (_gate)
        {
            _paths.UnionWith(all);
            _names.UnionWith(all.Select(one => Path.GetFileName(one)));
        }
    }

    /// <summary>Is this one of them, or an older one beside it? Links are followed only for what may be one: this is asked often.</summary>
    public bool Contains(string path)
    {
        lock (_gate)
        {
            if (_paths.Count == 0)
                return false;
            if (Holds(_paths, path))
                return true;
            if (!Holds(_names, Path.GetFileName(path)) && !IsLink(path))
                return false;
        }

        string[] places = [.. Places(path)];
        lock (_gate)
            return places.Any(place => Holds(_paths, place));
    }

    private static bool Holds(HashSet<string> set, string path) =>
        set.Contains(path) || (FileRotation.CurrentOf(path) is { } current && set.Contains(current));

    // The name in its real folder counts too: rotation renames the name, and what it leads to may be gone.
    private static IEnumerable<string> Places(string path)
    {
        if (RealPath.Of(path) is { } file)
            yield return file;
        if (Path.GetDirectoryName(path) is { } folder && RealPath.Of(folder) is { } real)
            yield return Path.Combine(real, Path.GetFileName(path));
    }

    private static bool IsLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is not null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Out of reach: then it is not known to lead to a file of ours.
            return false;
        }
    }
}
