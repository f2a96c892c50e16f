using System.Runtime.InteropServices;

namespace Spinner.Processes.Linux;

/// <summary>
/// The calls into libc. Numbers and layouts are those of 64-bit Linux (x64, arm64), the same for glibc and musl. Calls that are variadic in C
/// are declared with fixed arguments, which both calling conventions allow.
/// </summary>
internal static unsafe partial class LibC
{
    private const string Name = "libc";

    // The runtime maps "libc" to libc.so.6, which musl answers as well.
    [LibraryImport(Name, SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport(Name, SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nint count);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int open(byte* path, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int fsync(int fd);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int access(byte* path, int mode);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int pipe2(int* fds, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int fcntl(int fd, int command, nint argument);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int listen(int socket, int backlog);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int bind(int socket, byte* address, int length);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int fd, byte* data);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int epoll_wait(int epoll, byte* events, int count, int timeout);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int waitid(int kind, int id, byte* info, int options);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int prlimit(int pid, int resource, ResourceLimit* newLimit, ResourceLimit* oldLimit);

    [LibraryImport(Name, SetLastError = true)]
    public static partial int sigaction(int signal, void* action, void* oldAction);

    [LibraryImport(Name)]
    public static partial nint signal(int signal, nint handler);

    [LibraryImport(Name)]
    public static partial int sigfillset(byte* set);

    [LibraryImport(Name)]
    public static partial int sigemptyset(byte* set);

    [LibraryImport(Name)]
    public static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, byte* set);

    [LibraryImport(Name)]
    public static partial int posix_spawnattr_setsigmask(void* attributes, byte* set);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int target);

    [LibraryImport(Name)]
    public static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);

    // Newer than the wrappers of many a libc in use, so by number; these numbers are the same on every architecture.
    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint a, nint b, nint c, nint d);

    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall5(nint number, nint a, nint b, nint c, nint d, nint e);

    /// <summary>Opens a pidfd (close-on-exec by nature); -1 when it cannot be.</summary>
    public static int OpenPidFd(int pid) => (int)Syscall(434, pid, 0, 0, 0);

    /// <summary>Signals the process behind a pidfd, whoever has its number now.</summary>
    public static int SignalPidFd(int pidFd, int signal) => (int)Syscall(424, pidFd, signal, 0, 0);

    /// <summary>Marks every descriptor from <paramref name="first"/> on as close-on-exec.</summary>
    public static int CloseOnExecFrom(int first) => (int)Syscall(436, first, -1, 4, 0);

    /// <summary>Facts about a file (struct statx), by number because older musl has no wrapper for it; 0: success.</summary>
    public static int StatX(byte* path, int flags, byte* result)
    {
        const int CurrentFolder = -100;
        const int BasicStats = 0x7ff;
        nint number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 332 : 291;
        return (int)Syscall5(number, CurrentFolder, (nint)path, flags, BasicStats, (nint)result);
    }

    [LibraryImport(Name)]
    public static partial uint geteuid();

    /// <summary>The error of the last call on this thread.</summary>
    public static int Errno => Marshal.GetLastPInvokeError();

    /// <summary>The value of RLIMIT_NOFILE.</summary>
    public const int OpenFiles = 7;

    /// <summary>A soft and a hard limit (struct rlimit).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int E2BIG = 7;
    public const int ENOEXEC = 8;
    public const int EBADF = 9;
    public const int ECHILD = 10;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int ENOTDIR = 20;
    public const int EINVAL = 22;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ETXTBSY = 26;
    public const int ENOTSUP = 95;
    public const int EADDRINUSE = 98;
}
