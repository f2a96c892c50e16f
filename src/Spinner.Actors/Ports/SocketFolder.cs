using System.Text;

namespace Spinner.Ports;

/// <summary>
/// The folder of this host's unix sockets: one of its own, as two hosts of one user number their children alike, inside the runtime
/// folder. Both are open to nobody else, for who may connect to a child's socket may use the child. Created when first needed.
/// </summary>
internal sealed class SocketFolder(string? runtimeFolder)
{
    /// <summary>sun_path has 108 bytes, the terminating NUL among them.</summary>
    private const int MaxPathBytes = 107;

    private readonly string _runtimeFolder = Path.GetFullPath(runtimeFolder ?? DefaultRuntimeFolder());
    private string? _own;

    /// <summary>A path for a socket, or what is wrong with the folder as a sentence.</summary>
    public (string? Path, string? Error) PathFor(int childSerial, int run, string ending = ".sock")
    {
        try
        {
            if (PrivateFolder.Ensure(_runtimeFolder) is { } error)
                return (null, error);
            // Made again when somebody has tidied it away.
            _own ??= Path.Combine(_runtimeFolder, Guid.NewGuid().ToString("N")[..8]);
            if (PrivateFolder.Ensure(_own) is { } ownError)
                return (null, ownError);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"The runtime folder {_runtimeFolder} cannot be used: {failure.Message}");
        }

        string path = Path.Combine(_own, $"{childSerial}-{run}{ending}");
        int length = Encoding.UTF8.GetByteCount(path);
        return length <= MaxPathBytes
            ? (path, null)
            : (null, $"The socket path {path} has {length} bytes and the system allows {MaxPathBytes}: choose a shorter runtime folder.");
    }

    /// <summary>Removes the host's own folder; one that still holds sockets stays and throws <see cref="IOException"/>.</summary>
    public void Remove()
    {
        if (_own is not null && Directory.Exists(_own))
            Directory.Delete(_own);
    }

    private static string DefaultRuntimeFolder() =>
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } userFolder
            ? Path.Combine(userFolder, "spinner")
            : Path.Combine(Path.GetTempPath(), $"spinner-{PrivateFolder.UserId}");
}
