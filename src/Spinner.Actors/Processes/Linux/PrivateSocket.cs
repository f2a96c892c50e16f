using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Spinner.Processes.Linux;

/// <summary>Unix sockets that only their owner may connect to, and what the framework does not do with them as it should.</summary>
internal static unsafe class PrivateSocket
{
    private const ushort UnixFamily = 1;
    private const int Stream = 1;
    private const int CloseOnExec = 0x80000;

    /// <summary>
    /// Binds a stream socket with mode 0600 from its first moment: the kernel gives the file the mode that the socket has before. Disposing it leaves
    /// the file alone, which the framework removes only when it has bound the socket itself, and then whatever is there.
    /// </summary>
    /// <returns>The error number, 0 for success.</returns>
    public static int Bind(string path, out Socket? bound)
    {
        bound = null;
        int fd = LibC.socket(UnixFamily, Stream | CloseOnExec, 0);
        if (fd < 0)
            return LibC.Errno;
        if (!OperatingSystem.IsWindows())
        {
            using SafeFileHandle file = new(fd, ownsHandle: false);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        byte[] address = AddressOf(path);
        fixed (byte* start = address)
        {
            if (LibC.bind(fd, start, address.Length) != 0)
            {
                int error = LibC.Errno;
                Descriptors.Close(ref fd);
                return error;
            }
        }

        bound = new Socket(new SafeSocketHandle(fd, ownsHandle: true));
        return 0;
    }

    /// <summary>
    /// Connects, and closes at once. A queue that is full answers EAGAIN at once; the framework would try again and again, for as long as the other side
    /// likes.
    /// </summary>
    /// <returns>The error number, 0 for success.</returns>
    public static int TryConnect(string path)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        byte[] address = AddressOf(path);
        fixed (byte* start = address)
            return LibC.connect((int)socket.Handle, start, address.Length) == 0 ? 0 : LibC.Errno;
    }

    // struct sockaddr_un: the family, and the path with its zero.
    private static byte[] AddressOf(string path)
    {
        byte[] address = new byte[sizeof(ushort) + Encoding.UTF8.GetByteCount(path) + 1];
        MemoryMarshal.Write(address, UnixFamily);
        Encoding.UTF8.GetBytes(path, address.AsSpan(sizeof(ushort)));
        return address;
    }
}
