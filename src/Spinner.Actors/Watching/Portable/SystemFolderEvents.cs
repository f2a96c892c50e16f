namespace Spinner.Watching.Portable;

/// <summary>Notifications by FileSystemWatcher, one for each folder however many listen.</summary>
internal sealed class SystemFolderEvents(Action<string> warn) : IFolderEvents
{
    private const NotifyFilters Names = NotifyFilters.FileName | NotifyFilters.DirectoryName;
    private const NotifyFilters Contents = Names | NotifyFilters.LastWrite | NotifyFilters.Size;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Shared> _folders = new(StringComparer.Ordinal);
    private bool _told;
    private bool _disposed;

    public IDisposable? TryWatch(string folder, bool namesOnly, Action<FolderEvent> notice)
    {
        lock (_gate)
        {
            if (_disposed || FindOrStart(folder) is not { } shared)
                return null;
            if (!namesOnly && shared.Watcher.NotifyFilter != Contents)
                shared.Watcher.NotifyFilter = Contents;
            Listener listener = new(this, folder, shared, namesOnly, notice);
            shared.Listeners = [.. shared.Listeners, listener];
            return listener;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (Shared shared in _folders.Values)
                shared.Watcher.Dispose();
            _folders.Clear();
        }
    }

    private Shared? FindOrStart(string folder)
    {
        // Made again under the same name it is another folder, of which the watcher at hand knows nothing.
        if (_folders.TryGetValue(folder, out Shared? known) && known.IsCurrent)
            return known;
        try
        {
            Shared started = new(new FileSystemWatcher(folder) { NotifyFilter = Names }, Directory.GetCreationTimeUtc(folder));
            started.Start();
            return _folders[folder] = started;
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A folder that is missing or may not be read is nothing special.
            if (Directory.Exists(folder) && !_told)
            {
                _told = true;
                warn($"{folder} and perhaps others: changes of sources are noticed by looking every few seconds. {failure.Message}");
            }

            return null;
        }
    }

    private void Remove(Listener listener)
    {
        lock (_gate)
        {
            Shared shared = listener.Shared;
            shared.Listeners = [.. shared.Listeners.Where(other => !ReferenceEquals(other, listener))];
            if (shared.Listeners.Length > 0)
                return;
            shared.Watcher.Dispose();
            if (_folders.GetValueOrDefault(listener.Folder) == shared)
                _folders.Remove(listener.Folder);
        }
    }

    private sealed class Shared(FileSystemWatcher watcher, DateTime created)
    {
        private volatile bool _failed;

        public FileSystemWatcher Watcher => watcher;

        public volatile Listener[] Listeners = [];

        public bool IsCurrent => !_failed && Directory.Exists(watcher.Path) && Directory.GetCreationTimeUtc(watcher.Path) == created;

        public void Start()
        {
            watcher.Created += (_, change) => Tell(change.Name, isContent: false);
            watcher.Deleted += (_, change) => Tell(change.Name, isContent: false);
            watcher.Changed += (_, change) => Tell(change.Name, isContent: true);
            watcher.Renamed += (_, change) =>
            {
                Tell(change.OldName, isContent: false);
                Tell(change.Name, isContent: false);
            };
            watcher.Error += (_, _) =>
            {
                _failed = true;
                Tell(null, isContent: false);
            };
            watcher.EnableRaisingEvents = true;
        }

        private void Tell(string? name, bool isContent)
        {
            foreach (Listener listener in Listeners)
            {
                if (!isContent || !listener.NamesOnly)
                    listener.Notice(new FolderEvent(name, MayBeFolder: !isContent));
            }
        }
    }

    private sealed class Listener(SystemFolderEvents owner, string folder, Shared shared, bool namesOnly, Action<FolderEvent> notice) : IDisposable
    {
        public string Folder => folder;

        public Shared Shared => shared;

        public bool NamesOnly => namesOnly;

        public Action<FolderEvent> Notice => notice;

        public void Dispose() => owner.Remove(this);
    }
}
