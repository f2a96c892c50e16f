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

    public bool IsCheap => true;

    public string? FindChange(IReadOnlyCollection<string>? touched)
    {
        try
        {
            // By its handle, for a link has a length and a date of its own.
            using SafeFileHandle file = File.OpenHandle(_path, share: FileShare.ReadWrite | FileShare.Delete);
            (long Length, DateTime Written) present = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
            // A notification may be about a change within the date's granularity: then only the content tells.
            if (touched is null && present == _seen)
                return null;
            _seen = present;
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
}
