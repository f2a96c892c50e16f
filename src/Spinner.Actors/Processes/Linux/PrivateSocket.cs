using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Spinner.Processes.Linux;

/// <summary>Unix sockets that only their owner may connect to.</summary>
internal static unsafe class PrivateSocket
{
    private const ushort UnixFamily = 1;

    /// <summary>
    /// Binds a stream socket with mode 0600 from its first moment: the kernel gives the file the mode that the socket has before. Disposing it leaves
    /// the file alone; the framework removes it, or whatever is there by then, when it has bound the socket itself.
    /// </summary>
    /// <returns>The error number, 0 for success.</returns>
    public static int Bind(string path, out Socket? bound)
    {
        bound = null;
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        int fd = (int)socket.Handle;
        if (!OperatingSystem.IsWindows())
        {
            using SafeFileHandle file = new(fd, ownsHandle: false);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        // struct sockaddr_un: the family, and the path with its zero.
        byte[] address = new byte[sizeof(ushort) + Encoding.UTF8.GetByteCount(path) + 1];
        MemoryMarshal.Write(address, UnixFamily);
        Encoding.UTF8.GetBytes(path, address.AsSpan(sizeof(ushort)));
        fixed (byte* start = address)
        {
            if (LibC.bind(fd, start, address.Length) != 0)
                return LibC.Errno;
        }

        // A second object, for the first one does not know that it is bound. It cannot give its descriptor away: its end would wait for it.
        int duplicate = Descriptors.DuplicateAbove(fd, 2);
        if (duplicate < 0)
            return LibC.Errno;
        bound = new Socket(new SafeSocketHandle(duplicate, ownsHandle: true));
        return 0;
    }
}
