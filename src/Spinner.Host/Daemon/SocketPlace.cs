using System.Net.Sockets;
using System.Runtime.InteropServices;
using Spinner.Processes.Linux;

namespace Spinner.Host.Daemon;

/// <summary>What is at the path of a socket, and what is to come there. Whoever works on it holds the lock.</summary>
internal static class SocketPlace
{
    private const UnixFileMode OwnerOnlyMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static InstanceRefusal InUse(string path) => new(
        InstanceRefusalKind.InUse,
        $"A daemon serves {path} already: talk to it, stop it with 'spinner shutdown', or give another socket with --socket.");

    /// <summary>Removes a socket that nobody listens on any more; null: the place is free.</summary>
    public static InstanceRefusal? Clear(string path)
    {
        if (!OperatingSystem.IsLinux())
            return Path.Exists(path) ? Probe(path) ?? Remove(path) : null;
        if (!FileFacts.TryRead(path, out FileFacts facts) && LibC.Errno == LibC.ENOENT)
            return null;
        if (facts.IsSocket)
            return Probe(path) ?? Remove(path);
        string what = facts.IsLink ? "a symbolic link" : "no socket";
        return NotPermitted($"{path} is {what}: remove it, or give another socket with --socket.");
    }

    /// <summary>Removes the socket; null: it is gone.</summary>
    public static InstanceRefusal? Remove(string path)
    {
        try
        {
            File.Delete(path);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return NotPermitted($"The socket {path}, which nobody serves, cannot be removed: {failure.Message}");
        }
    }

    /// <summary>Binds a socket that only its owner may connect to, at no moment anybody else; null: <paramref name="listener"/> is it.</summary>
    public static InstanceRefusal? Bind(string path, out Socket? listener)
    {
        if (!OperatingSystem.IsLinux())
            return BindElsewhere(path, out listener);
        int error = PrivateSocket.Bind(path, out listener);
        return error switch
        {
            0 => null,
            // Somebody who does not know of the lock was faster.
            LibC.EADDRINUSE => InUse(path),
            _ => CannotBind(path, Marshal.GetPInvokeErrorMessage(error)),
        };
    }

    /// <summary>Asks by connecting; null: nobody is there.</summary>
    private static InstanceRefusal? Probe(string path)
    {
        // A full queue would keep a connect waiting for as long as the other side likes.
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return InUse(path);
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => null,
                SocketError.WouldBlock => InUse(path),
                _ => NotPermitted($"Whether a daemon serves {path} cannot be told: {failure.Message.TrimEnd('.')}. Give another socket with --socket."),
            };
        }
    }

    // In a folder that nobody else writes to, or where there are no modes.
    private static InstanceRefusal? BindElsewhere(string path, out Socket? listener)
    {
        listener = null;
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, OwnerOnlyMode);
            listener = socket;
            return null;
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            return CannotBind(path, failure.Message);
        }
    }

    private static InstanceRefusal CannotBind(string path, string why) =>
        NotPermitted($"The socket {path} cannot be bound: {why.TrimEnd('.')}. Give another one with --socket.");

    private static InstanceRefusal NotPermitted(string message) => new(InstanceRefusalKind.NotPermitted, message);
}
