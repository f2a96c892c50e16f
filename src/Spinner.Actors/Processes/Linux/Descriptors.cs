using System.Runtime.CompilerServices;

namespace Spinner.Processes.Linux;

/// <summary>Opening and closing of file descriptors; all of them close on exec.</summary>
internal static unsafe class Descriptors
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int DuplicateCloseOnExec = 1030;
    private const int GetStatusFlags = 3;
    private const int SetStatusFlags = 4;
    private const nuint BytesReadable = 0x541B;

    /// <summary>Opens a pipe. False: no descriptors left, see <see cref="LibC.Errno"/>.</summary>
    public static bool TryOpenPipe(out int reader, out int writer)
    {
        int* ends = stackalloc int[2];
        if (LibC.pipe2(ends, CloseOnExec) != 0)
        {
            (reader, writer) = (-1, -1);
            return false;
        }

        (reader, writer) = (AboveStandard(ends[0]), AboveStandard(ends[1]));
        if (reader >= 0 && writer >= 0)
            return true;
        Close(ref reader);
        Close(ref writer);
        return false;
    }

    /// <summary>Opens /dev/null for reading and writing; -1 when it cannot be.</summary>
    public static int OpenNull()
    {
        fixed (byte* path = "/dev/null\0"u8)
            return AboveStandard(LibC.open(path, 2 | CloseOnExec));
    }

    /// <summary>Makes reads and writes of this end return instead of waiting; the other end keeps its own ways.</summary>
    public static void SetNonBlocking(int fd) => _ = LibC.fcntl(fd, SetStatusFlags, NonBlocking);

    /// <summary>Makes calls on this open file description wait again, for everybody who shares it.</summary>
    public static void SetBlocking(int fd)
    {
        int flags = LibC.fcntl(fd, GetStatusFlags, 0);
        if (flags >= 0 && (flags & NonBlocking) != 0)
            _ = LibC.fcntl(fd, SetStatusFlags, flags & ~NonBlocking);
    }

    /// <summary>Duplicates a descriptor to one above the limit; negative: no descriptors left.</summary>
    public static int DuplicateAbove(int fd, int limit) => LibC.fcntl(fd, DuplicateCloseOnExec, limit + 1);

    /// <summary>How many bytes lie in the pipe now.</summary>
    public static int BytesWaiting(int fd)
    {
        int count = 0;
        return LibC.ioctl(fd, BytesReadable, &count) == 0 ? count : 0;
    }

    /// <summary>Reads what is there; 0: end, negative: nothing there.</summary>
    public static int Read(int fd, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do
                count = LibC.read(fd, start, buffer.Length);
            while (count < 0 && LibC.Errno == LibC.EINTR);
            return (int)count;
        }
    }

    /// <summary>Closes once, whatever happens.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Close(ref int fd)
    {
        int closing = Interlocked.Exchange(ref fd, -1);
        if (closing >= 0)
            _ = LibC.close(closing);
    }

    // A host started with stdin closed gets 0-2 from pipe2; as a source of dup2 they would be overwritten by an earlier one.
    private static int AboveStandard(int fd)
    {
        if (fd is < 0 or > 2)
            return fd;
        int moved = LibC.fcntl(fd, DuplicateCloseOnExec, 3);
        Close(ref fd);
        return moved;
    }
}
