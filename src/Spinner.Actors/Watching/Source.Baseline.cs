namespace Spinner.Watching;

/// <content>
/// The content that later content is compared with. Stamps of all files are read before the watch is armed, and as many files as cost next to no
/// time; the rest is read afterwards, little by little. Until a file's turn has come, and for files too large or beyond the budget, another date
/// counts as a change.
/// </content>
internal sealed partial class Source
{
    /// <summary>So many files would fill memory and never be watched in earnest: somebody named the wrong folder.</summary>
    internal const int MostFiles = 200_000;

    private const int FilesHashedAtOnce = 2_000;
    private const long BytesHashedAtOnce = 8 << 20;
    private const long BytesHashedInAll = 256 << 20;
    private const int FilesPerSlice = 64;
    private const long BytesPerSlice = 4 << 20;

    private static readonly TimeSpan _hashPause = TimeSpan.FromMilliseconds(50);

    private readonly Queue<string> _unhashed = new();
    private int _filesSeen;
    private int _filesToHash = FilesHashedAtOnce;
    private long _bytesToHash = BytesHashedAtOnce;
    private long _bytesLeft = BytesHashedInAll;

    private string? FirstLook()
    {
        (_filesSeen, _filesToHash, _bytesToHash) = (0, FilesHashedAtOnce, BytesHashedAtOnce);
        try
        {
            LookAtRoot();
        }
        catch (TooManyFilesException)
        {
            ReleaseAll();
            return $"{_spec.Root} cannot be watched: more than {MostFiles} files lie below it. Name folders further down, or exclude some.";
        }

        if (_root.Kind == EntryKind.Folder && Entries(_spec.Root) is null)
            return $"{_spec.Root} cannot be watched: it may not be read.";
        return null;
    }

    private bool TakeBudget(long length)
    {
        if (++_filesSeen > MostFiles)
            throw new TooManyFilesException();
        if (length > FileSeen.LargestHashed || _filesToHash == 0 || length > _bytesToHash)
            return false;
        _filesToHash--;
        _bytesToHash -= length;
        return true;
    }

    private FileSeen Later(string path, Stamp stamp)
    {
        if (stamp.Length <= FileSeen.LargestHashed && (_bytesLeft -= stamp.Length) >= 0)
            _unhashed.Enqueue(path);
        return new FileSeen(stamp, null);
    }

    private void HashSome()
    {
        long bytes = 0;
        for (int files = 0; files < FilesPerSlice && bytes < BytesPerSlice && !_disposed && _unhashed.TryDequeue(out string? path); files++)
            bytes += HashUnchanged(path);
        if (_unhashed.Count > 0 && !_disposed)
            _hash.Change(_hashPause, Timeout.InfiniteTimeSpan);
    }

    // Only if it still is what it was: a change of it must not become what later content is compared with.
    private long HashUnchanged(string path)
    {
        if (!_folders.TryGetValue(Path.GetDirectoryName(path)!, out FolderSeen? folder)
            || !folder.Files.TryGetValue(Path.GetFileName(path), out FileSeen seen) || seen.Hash is not null || Stamp.Of(path) != seen.Stamp)
            return 0;
        FileSeen now = FileSeen.At(path, _time);
        if (Stamp.Of(path) == seen.Stamp)
            folder.Files[Path.GetFileName(path)] = now with { Stamp = seen.Stamp };
        return seen.Stamp.Length;
    }

    private sealed class TooManyFilesException : Exception;
}
