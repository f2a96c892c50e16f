using Spinner.Ports;

namespace Spinner.Hosting;

/// <summary>Where the sockets are on which runs say how they are (sd_notify): a folder that nobody else can write to. Asked by all children at once.</summary>
internal sealed class NotifyFolder(string? runtimeFolder) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SocketFolder _folder = new(runtimeFolder);

    /// <exception cref="IOException">The folder cannot be used, or the path would be too long.</exception>
    public string PathFor(int childSerial, int run)
    {
        lock (_gate)
        {
            (string? path, string? error) = _folder.PathFor(childSerial, run, ".notify");
            return path ?? throw new IOException(error);
        }
    }

    public void Dispose()
    {
        try
        {
            _folder.Remove();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A run that could not be killed still has its socket there; the next host makes a folder of its own.
        }
    }
}
