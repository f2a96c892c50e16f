using System.IO.Enumeration;

namespace Spinner.Watching;

/// <content>The system's notifications: of every folder below the root, and of every name on the way to it.</content>
internal sealed partial class Source
{
    private static readonly EnumerationOptions _allEntries = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    // Touched in place of a path: which file the root is may have changed.
    private const string OnTheWay = "";

    private IDisposable?[] _chain = [];

    // New ones first, then the old ones go: a folder that stays is watched without a gap, and by the same watch.
    private void FollowChain()
    {
        IReadOnlyList<(string Folder, string Name)> steps = PathChain.Of(_spec.Root);
        IDisposable?[] before = _chain;
        _chain = [.. steps.Select((step, index) =>
            _events.TryWatch(step.Folder, namesOnly: index < steps.Count - 1, change => NoticeOnTheWay(step.Name, change)))];
        Array.ForEach(before, watch => watch?.Dispose());
    }

    private void NoticeOnTheWay(string name, FolderEvent change)
    {
        if ((change.Name is null || string.Equals(change.Name, name, Glob.PathComparison)) && !_isOwnFile(_spec.Root))
            Touch(OnTheWay);
    }

    private void Notice(string folder, FolderEvent change)
    {
        if (change.Name is null)
        {
            Touch(folder);
            return;
        }

        string path = Path.Combine(folder, change.Name);
        if (_spec.Excludes(path) || _isOwnFile(path) || !(change.MayBeFolder ? _spec.MayHold(path) || _spec.Includes(path) : _spec.Includes(path)))
            return;
        Touch(path);
        if (change.MayBeFolder)
            _queue.Enqueue(() => WatchNew(path));
    }

    // At once, not when the burst has ended: what goes on in a new folder is part of the burst.
    private void WatchNew(string path)
    {
        string? parent = Path.GetDirectoryName(path);
        if (_disposed || _folders.ContainsKey(path) || !_folders.TryGetValue(parent!, out FolderSeen? above) || !IsFolder(path))
            return;
        bool isNew = true;
        Know(path, ref isNew);
        above.Folders.Add(Path.GetFileName(path));
        Touch(path);
        foreach ((string name, bool isFolder) in Entries(path) ?? [])
        {
            if (isFolder)
                WatchNew(Path.Combine(path, name));
        }
    }

    /// <summary>Watches a folder (before it is listed, so that nothing falls between) and remembers its stamp.</summary>
    private FolderSeen Know(string folder, ref bool isNew)
    {
        if (!_folders.TryGetValue(folder, out FolderSeen? seen))
        {
            _folders[folder] = seen = new FolderSeen();
            isNew = true;
        }

        seen.Stamp = Stamp.Of(folder);
        Rewatch(folder, seen);
        return seen;
    }

    private bool Rewatch(string folder, FolderSeen seen)
    {
        IDisposable? before = seen.Watch;
        seen.Watch = _events.TryWatch(folder, namesOnly: false, change => Notice(folder, change));
        before?.Dispose();
        return seen.Watch is not null;
    }

    // A folder that counts. Links to folders are not followed: two that lead back would make the walk endless.
    private bool IsFolder(string path)
    {
        if (path == _spec.Root)
            return true;
        DirectoryInfo folder = new(path);
        return folder.Exists && !folder.Attributes.HasFlag(FileAttributes.ReparsePoint) && !_spec.Excludes(path) && _spec.MayHold(path);
    }

    private static List<(string Name, bool IsFolder)>? Entries(string folder)
    {
        try
        {
            return [.. new FileSystemEnumerable<(string, bool)>(folder, (ref entry) => (entry.FileName.ToString(), entry.IsDirectory), _allEntries)
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory || !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            }];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Removed meanwhile (then its parent tells) or not ours to read (then nothing in it counts).
            return null;
        }
    }

    private void ReleaseAll()
    {
        Array.ForEach(_chain, watch => watch?.Dispose());
        foreach (FolderSeen folder in _folders.Values)
            folder.Watch?.Dispose();
        _chain = [];
        _folders.Clear();
    }
}
