namespace Spinner.Watching;

/// <summary>
/// The system's notifications about a source: of its folder, and of the folder's own name in its parent, for a folder that is removed and
/// made again (every build does that to its output) or a link that is switched takes the notifications along with the old one.
/// </summary>
internal sealed class Notifications : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];

    /// <summary>Null when the folder is missing or the system has no watches left: then looking every few seconds must do.</summary>
    public static Notifications? TryStart(ISourceState source, Action<string> touched, Action lost)
    {
        Notifications started = new();
        try
        {
            started.Add(source.Folder, source.Name, recursive: source.Name is null, touched, lost);
            string? parent = Path.GetDirectoryName(source.Folder);
            if (parent is not null)
                started.Add(parent, Path.GetFileName(source.Folder), recursive: false, _ => lost(), lost, namesOnly: true);
            return started;
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            started.Dispose();
            return null;
        }
    }

    public void Dispose() => _watchers.ForEach(watcher => watcher.Dispose());

    private void Add(string folder, string? name, bool recursive, Action<string> touched, Action lost, bool namesOnly = false)
    {
        FileSystemWatcher watcher = new(folder)
        {
            IncludeSubdirectories = recursive,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName
                | (namesOnly ? 0 : NotifyFilters.LastWrite | NotifyFilters.Size),
        };
        _watchers.Add(watcher);
        // The name is compared here, not given as a filter: in a filter it would be a pattern.
        void Notice(string path)
        {
            if (name is null || string.Equals(Path.GetFileName(path), name, StringComparison.Ordinal))
                touched(path);
        }

        watcher.Changed += (_, change) => Notice(change.FullPath);
        watcher.Created += (_, change) => Notice(change.FullPath);
        watcher.Deleted += (_, change) => Notice(change.FullPath);
        watcher.Renamed += (_, change) =>
        {
            Notice(change.OldFullPath);
            Notice(change.FullPath);
        };
        watcher.Error += (_, _) => lost();
        watcher.EnableRaisingEvents = true;
    }
}
