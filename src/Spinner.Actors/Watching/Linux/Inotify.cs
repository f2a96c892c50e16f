using System.Runtime.InteropServices;

namespace Spinner.Watching.Linux;

/// <summary>The calls and numbers of inotify(7), the same on every architecture.</summary>
internal static unsafe partial class Inotify
{
    public const uint Modified = 0x2;
    public const uint Written = 0x8;
    public const uint Named = 0x40 | 0x80 | 0x100 | 0x200;
    public const uint FolderGone = 0x400 | 0x800 | 0x2000;
    public const uint Overflow = 0x4000;
    public const uint Ignored = 0x8000;
    public const uint FoldersOnly = 0x0100_0000;
    public const uint AddToMask = 0x2000_0000;
    public const uint IsFolder = 0x4000_0000;
    public const int HeaderSize = 16;

    private const int CloseOnExec = 0x80000;
    private const string Name = "libc";

    public static int Open() => Init(CloseOnExec);

    public static int OpenWake() => EventFd(0, CloseOnExec);

    /// <summary>Waits for something to read, or for the wake-up.</summary>
    public static int Wait(int inotify, int wake)
    {
        long* waited = stackalloc long[2] { (uint)inotify | (1L << 32), (uint)wake | (1L << 32) };
        return Poll(waited, 2, -1);
    }

    [LibraryImport(Name, EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Add(int inotify, string path, uint mask);

    [LibraryImport(Name, EntryPoint = "inotify_rm_watch")]
    public static partial int Remove(int inotify, int watch);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int fd, byte* buffer, nint count);

    [LibraryImport(Name, EntryPoint = "write")]
    public static partial nint Write(int fd, ulong* value, nint count);

    [LibraryImport(Name, EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport(Name, EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int Init(int flags);

    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    // struct pollfd is an int and two shorts: descriptor, what is asked for (1: readable), what is so.
    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(long* waited, nuint count, int timeout);
}
