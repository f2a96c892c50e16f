using Spinner.Watching.Linux;

namespace Spinner.Watching;

internal enum EntryKind
{
    Missing,
    File,
    Folder,
    Other,
}

/// <summary>What tells cheaply that a file may have changed. Links are followed. Pipes, sockets and devices are of kind Other: opening one could wait for ever.</summary>
/// <param name="Kind">What lies there.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Written">The last change of content, in nanoseconds since 1970.</param>
/// <param name="Inode">Which file of that name it is; 0 where the platform does not say.</param>
internal readonly record struct Stamp(EntryKind Kind, long Length, long Written, ulong Inode)
{
    private static readonly bool _hasStatx = OperatingSystem.IsLinux() && Statx.IsUsable();

    public static Stamp Of(string path) => _hasStatx ? Statx.Read(path) : Portable(path);

    private static Stamp Portable(string path)
    {
        try
        {
            FileSystemInfo entry = new FileInfo(path);
            if (entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target)
                entry = new FileInfo(target.FullName);
            if (Directory.Exists(path))
                return new Stamp(EntryKind.Folder, 0, Nanoseconds(entry), 0);
            return entry is FileInfo { Exists: true } file ? new Stamp(EntryKind.File, file.Length, Nanoseconds(file), 0) : default;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Vanished meanwhile, or out of reach: as good as missing.
            return default;
        }
    }

    private static long Nanoseconds(FileSystemInfo entry) =>
        (entry.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
