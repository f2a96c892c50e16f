using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Spinner.Watching;

/// <summary>A single file: its content. The same content under another date, or in another file of that name, is no change.</summary>
internal sealed class FileState : ISourceState
{
    private readonly string _path;
    private (long Length, DateTime Written) _seen;
    private byte[] _hash = [];

    public FileState(string path)
    {
        _path = path;
        FindChange(null);
    }

    public string Folder => Path.GetDirectoryName(_path)!;

    public string? Name => Path.GetFileName(_path);

    public bool SeemsChanged()
    {
        try
        {
            using SafeFileHandle file = Open();
            return Stamp(file) != _seen;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // While it is missing there is nothing to tell.
            return false;
        }
    }

    public string? FindChange(IReadOnlyCollection<string>? touched)
    {
        try
        {
            // Only the content tells: dates are as coarse as the kernel's tick, and a link can be switched within one.
            using SafeFileHandle file = Open();
            _seen = Stamp(file);
            using FileStream content = new(file, FileAccess.Read, bufferSize: 0);
            byte[] hash = SHA256.HashData(content);
            if (hash.AsSpan().SequenceEqual(_hash))
                return null;
            _hash = hash;
            return _path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Missing, or half way through being replaced. Once it is back its content is compared with the last one seen.
            _seen = default;
            return null;
        }
    }

    private SafeFileHandle Open() => File.OpenHandle(_path, share: FileShare.ReadWrite | FileShare.Delete);

    // By its handle, for a link has a length and a date of its own.
    private static (long Length, DateTime Written) Stamp(SafeFileHandle file) =>
        (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
}
