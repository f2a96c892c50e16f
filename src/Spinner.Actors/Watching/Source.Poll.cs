namespace Spinner.Watching;

/// <content>The regular look, for notifications that were lost or cannot be had. It only compares stamps, and touches what differs.</content>
internal sealed partial class Source
{
    private static readonly TimeSpan _pollInterval = TimeSpan.FromSeconds(5);

    // A look at a large tree takes its time; with this it never takes more than a fiftieth of one processor.
    private const int RestPerWork = 50;

    private static int _serial;

    // Sources that were made at the same moment do not look at the same moment.
    private static TimeSpan FirstPoll() => _pollInterval - TimeSpan.FromMilliseconds(Interlocked.Increment(ref _serial) % 32 * 50);

    private void Poll()
    {
        if (_disposed)
            return;
        long start = _time.GetTimestamp();
        if (!IsTouched)
            TouchWhatDiffers();
        TimeSpan rest = _time.GetElapsedTime(start) * RestPerWork;
        if (!_disposed)
            _poll.Change(rest > _pollInterval ? rest : _pollInterval, Timeout.InfiniteTimeSpan);
    }

    private void TouchWhatDiffers()
    {
        Stamp root = Stamp.Of(_spec.Root);
        if (IsAnother(root) || (root.Kind == EntryKind.File && _spec.RootCounts && root != _file.Stamp && !_isOwnFile(_spec.Root)))
            Touch(OnTheWay);
        else if (_chain.Contains(null))
            FollowChain();
        if (root.Kind != EntryKind.Folder)
            return;
        bool hasWatchesLeft = true;
        foreach ((string folder, FolderSeen seen) in _folders)
        {
            bool isWatchedAgain = seen.Watch is null && hasWatchesLeft && (hasWatchesLeft = Rewatch(folder, seen));
            if (isWatchedAgain || Stamp.Of(folder) != seen.Stamp)
                Touch(folder);
            foreach ((string name, FileSeen file) in seen.Files)
            {
                string path = Path.Combine(folder, name);
                if (Stamp.Of(path) != file.Stamp && !_isOwnFile(path))
                    Touch(path);
            }
        }
    }
}
