using System.Net.Sockets;
using System.Text;
using Spinner.Processes.Linux;

namespace Spinner.Host.Daemon;

/// <summary>
/// The one daemon of a socket path: it holds a lock on the file <c>&lt;socket&gt;.lock</c>, which the kernel lets go when the process dies and no
/// child inherits, and the bound socket. The lock file stays for ever: whoever removed it would take the lock from somebody who waits for it.
/// </summary>
internal sealed class SingleInstance : IDisposable
{
    /// <summary>The longest path of a unix socket, in bytes.</summary>
    public const int LongestPath = 107;

    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _lock;
    private readonly FileFacts? _bound;

    private SingleInstance(string socketPath, FileStream held, Socket listener)
    {
        (SocketPath, _lock, Listener) = (socketPath, held, listener);
        _bound = FactsOf(socketPath);
    }

    /// <summary>The absolute path of the socket.</summary>
    public string SocketPath { get; }

    /// <summary>
    /// The bound socket, mode 0600 from its first moment, on which nobody listens yet: for the server, which may dispose it. Kestrel takes it by
    /// <c>SocketTransportOptions.CreateBoundListenSocket</c>.
    /// </summary>
    public Socket Listener { get; }

    /// <summary>
    /// Takes a socket path for this process: creates its folder (0700) if it is missing, removes a socket that its daemon has left, and binds anew.
    /// Null: <paramref name="refusal"/> says why it cannot be had.
    /// </summary>
    public static SingleInstance? TryTake(string socketPath, out InstanceRefusal? refusal)
    {
        string path = Path.GetFullPath(socketPath);
        int length = Encoding.UTF8.GetByteCount(path);
        if (length > LongestPath)
        {
            refusal = new InstanceRefusal(
                InstanceRefusalKind.TooLong, $"The socket path {path} has {length} bytes, and a socket's may have {LongestPath}: give a shorter one with --socket.");
            return null;
        }

        refusal = SocketFolderRules.Ensure(Path.GetDirectoryName(path)!, path);
        if (refusal is not null)
            return null;
        FileStream? held = Hold(path, out refusal);
        if (held is null)
            return null;
        Socket? listener = null;
        refusal = SocketPlace.Clear(path) ?? SocketPlace.Bind(path, out listener);
        if (listener is not null)
            return new SingleInstance(path, held, listener);
        held.Dispose();
        return null;
    }

    /// <summary>Removes the socket if it is still this one, and lets the next daemon in.</summary>
    public void Dispose()
    {
        // First the name: whoever connects from here on is refused, not left waiting for an answer.
        if (!OperatingSystem.IsLinux() || (_bound is { } mine && FactsOf(SocketPath) is { } now && IsSame(mine, now)))
            SocketPlace.Remove(SocketPath);
        Listener.Dispose();
        _lock.Dispose();
    }

    private static FileStream? Hold(string path, out InstanceRefusal? refusal)
    {
        try
        {
            refusal = null;
            return OwnerOnly.Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult is LibC.EAGAIN or SharingViolation)
        {
            refusal = SocketPlace.InUse(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            refusal = new InstanceRefusal(
                InstanceRefusalKind.NotPermitted, $"The lock {path}.lock cannot be taken: {failure.Message} Give another socket with --socket.");
        }

        return null;
    }

    private static FileFacts? FactsOf(string path) => OperatingSystem.IsLinux() && FileFacts.TryRead(path, out FileFacts facts) ? facts : null;

    private static bool IsSame(FileFacts one, FileFacts other) => (one.Inode, one.Device) == (other.Inode, other.Device);
}
