using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Spinner.Watching;

/// <summary>What a file was when it was last looked at. The hash tells whether two contents differ; where one is missing the stamps do.</summary>
internal readonly record struct FileSeen(Stamp Stamp, UInt128? Hash)
{
    /// <summary>Files up to this size are compared by content, larger ones by size, date and inode.</summary>
    public const long LargestHashed = 16 << 20;

    // The kernel's clock for files stands still for some milliseconds: a second write within them leaves the same date.
    private static readonly TimeSpan _clockStep = TimeSpan.FromMilliseconds(50);

    public bool Exists => Stamp.Kind == EntryKind.File;

    public bool DiffersFrom(FileSeen before) =>
        Exists != before.Exists || (Exists && (Hash is { } now && before.Hash is { } then ? now != then : Stamp != before.Stamp));

    /// <summary>Looks at a file, and reads it if it is not too large.</summary>
    public static FileSeen At(string path, TimeProvider time)
    {
        Stamp stamp = Stamp.Of(path);
        FileSeen seen = new(stamp, stamp.Kind == EntryKind.File ? TryHash(path, stamp.Length) : null);
        TimeSpan age = time.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(stamp.Written / TimeSpan.NanosecondsPerTick);
        // With this date the next regular look sees a difference and reads it once more.
        return seen.Hash is not null && age.Duration() < _clockStep ? seen with { Stamp = stamp with { Written = 0 } } : seen;
    }

    private static UInt128? TryHash(string path, long length)
    {
        if (length > LargestHashed)
            return null;
        if (length == 0)
            return UInt128.Zero;
        try
        {
            using FileStream content = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(content, hash);
            return BinaryPrimitives.ReadUInt128BigEndian(hash);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not ours to read, or replaced this very moment (a notification follows): the stamp must do.
            return null;
        }
    }
}

/// <summary>What a folder was when it was last looked at.</summary>
internal sealed class FolderSeen
{
    public Dictionary<string, FileSeen> Files { get; set; } = new(StringComparer.Ordinal);

    public HashSet<string> Folders { get; set; } = new(StringComparer.Ordinal);

    public Stamp Stamp { get; set; }

    /// <summary>Null while the system does not tell of it.</summary>
    public IDisposable? Watch { get; set; }
}
