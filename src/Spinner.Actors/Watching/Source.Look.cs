namespace Spinner.Watching;

/// <content>Looking at what was touched, and comparing it with what was seen before.</content>
internal sealed partial class Source
{
    private readonly Dictionary<string, FolderSeen> _folders = new(StringComparer.Ordinal);
    private FileSeen _file;
    private Stamp _root;
    private string? _found;

    private void Look()
    {
        string[] touched = TakeTouched();
        if (_disposed || touched.Length == 0)
            return;
        _found = null;
        // While the root is away nothing is a change: once it is back it is compared with what it was.
        if (touched.Contains(OnTheWay) || _root.Kind != EntryKind.Folder || IsAnother(Stamp.Of(_spec.Root)))
            LookAtRoot();
        else
            Array.ForEach(touched, LookAt);
        if (_found is not null)
            _lastChange = new Change(_lastChange.Number + 1, _found);
    }

    private bool IsAnother(Stamp root) => root.Kind != _root.Kind || root.Inode != _root.Inode;

    private void LookAtRoot()
    {
        FollowChain();
        _root = Stamp.Of(_spec.Root);
        if (_root.Kind == EntryKind.Folder)
        {
            if (_file.Exists)
                Report(_spec.Root);
            _file = default;
            LookAtFolder(_spec.Root, deep: true);
        }
        else if (_root.Kind == EntryKind.File && _spec.RootCounts)
        {
            Forget(_spec.Root);
            FileSeen now = FileSeen.At(_spec.Root, _time);
            if (now.Exists && now.DiffersFrom(_file))
                Report(_spec.Root);
            _file = now.Exists ? now : _file;
        }
    }

    private void LookAt(string path)
    {
        bool isFolder = IsFolder(path);
        if (!isFolder)
            Forget(path);
        LookAtFile(path);
        if (isFolder)
            LookAtFolder(path, deep: false);
    }

    private void LookAtFile(string path)
    {
        if (!_folders.TryGetValue(Path.GetDirectoryName(path)!, out FolderSeen? folder))
            return;
        string name = Path.GetFileName(path);
        bool wasThere = folder.Files.TryGetValue(name, out FileSeen before);
        if (!wasThere && !_spec.Includes(path))
            return;
        FileSeen now = FileSeen.At(path, _time);
        if (now.DiffersFrom(before))
            Report(path);
        if (now.Exists)
            folder.Files[name] = now;
        else
            folder.Files.Remove(name);
    }

    /// <summary>Lists a folder; looks into those below it that are new, or into all of them.</summary>
    private void LookAtFolder(string folder, bool deep)
    {
        // A large tree takes long to list. What has been watched so far is released next.
        if (_disposed)
            return;
        FolderSeen seen = Know(folder, ref deep);
        if (Entries(folder) is not { } entries)
            return;
        Dictionary<string, FileSeen> files = new(StringComparer.Ordinal);
        HashSet<string> folders = new(StringComparer.Ordinal);
        foreach ((string name, bool isFolder) in entries)
        {
            string path = Path.Combine(folder, name);
            if (_spec.Excludes(path))
                continue;
            if (isFolder && _spec.MayHold(path))
                folders.Add(name);
            else if (!isFolder && _spec.Includes(path) && Compare(path, seen.Files.GetValueOrDefault(name)) is { Exists: true } now)
                files[name] = now;
        }

        foreach (string name in seen.Files.Keys.Where(name => !files.ContainsKey(name)))
            Report(Path.Combine(folder, name));
        foreach (string name in seen.Folders.Where(name => !folders.Contains(name)))
            Forget(Path.Combine(folder, name));
        (seen.Files, seen.Folders) = (files, folders);
        foreach (string path in folders.Select(name => Path.Combine(folder, name)).Where(path => deep || !_folders.ContainsKey(path)))
            LookAtFolder(path, deep);
    }

    private FileSeen Compare(string path, FileSeen before)
    {
        Stamp stamp = Stamp.Of(path);
        if (stamp.Kind != EntryKind.File)
            return default;
        if (stamp == before.Stamp)
            return before;
        FileSeen now = _armed || TakeBudget(stamp.Length) ? FileSeen.At(path, _time) : Later(path, stamp);
        if (now.DiffersFrom(before))
            Report(path);
        return now;
    }

    // A folder that is gone, with all below it. Not a folder: nothing.
    private void Forget(string folder)
    {
        if (!_folders.Remove(folder, out FolderSeen? seen))
            return;
        seen.Watch?.Dispose();
        foreach (string name in seen.Files.Keys)
            Report(Path.Combine(folder, name));
        foreach (string name in seen.Folders)
            Forget(Path.Combine(folder, name));
        if (Path.GetDirectoryName(folder) is { } parent && _folders.TryGetValue(parent, out FolderSeen? above))
            above.Folders.Remove(Path.GetFileName(folder));
    }

    private void Report(string path)
    {
        if (_found is null && !_isOwnFile(path))
            _found = path;
    }
}
