using System.IO.Enumeration;

namespace Spinner.Watching;

/// <summary>A folder with all below it: size and date of each file.</summary>
internal sealed class FolderState : ISourceState
{
    private static readonly EnumerationOptions _everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    private Dictionary<string, (long Length, DateTime Written)> _seen;

    public FolderState(string path)
    {
        Folder = path;
        _seen = ReadAll() ?? [];
    }

    public string Folder { get; }

    public string? Name => null;

    public bool SeemsChanged() => false;

    public string? FindChange(IReadOnlyCollection<string>? touched)
    {
        if (touched is null || touched.Any(Directory.Exists))
            return CompareAll();
        string? changed = null;
        foreach (string path in touched)
        {
            (long, DateTime)? present = ReadOne(path);
            bool isSame = present is { } now ? _seen.TryGetValue(path, out (long, DateTime) before) && before == now : !_seen.ContainsKey(path);
            if (isSame)
                continue;
            changed ??= path;
            if (present is { } seen)
                _seen[path] = seen;
            else
                _seen.Remove(path);
        }

        // The folder itself has gone: nothing can be started from it until it is back, and then all is compared.
        return Directory.Exists(Folder) ? changed : null;
    }

    private string? CompareAll()
    {
        if (ReadAll() is not { } present)
            return null;
        Dictionary<string, (long, DateTime)> before = _seen;
        _seen = present;
        return present.FirstOrDefault(file => !before.TryGetValue(file.Key, out (long, DateTime) seen) || seen != file.Value).Key
            ?? before.Keys.FirstOrDefault(path => !present.ContainsKey(path));
    }

    private Dictionary<string, (long, DateTime)>? ReadAll()
    {
        try
        {
            return Files().ToDictionary(file => file.FullName, file => (Size(file), file.LastWriteTimeUtc), StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The folder is missing for now.
            return null;
        }
    }

    // Links to folders are not followed: two that lead back would make the walk endless.
    private FileSystemEnumerable<FileInfo> Files() =>
        new(Folder, (ref FileSystemEntry entry) => (FileInfo)entry.ToFileSystemInfo(), _everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    private static (long, DateTime)? ReadOne(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? (Size(file), file.LastWriteTimeUtc) : null;
    }

    private static long Size(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            // Removed while it was looked at; its own notification follows.
            return -1;
        }
    }
}
