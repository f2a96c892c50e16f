using System.Runtime.InteropServices;

namespace Spinner.Scenarios.Tests.Processes;

/// <summary>What the tests do to the system behind the launcher's back.</summary>
internal static unsafe partial class Native
{
    [LibraryImport("libc")]
    private static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int close(int fd);

    /// <summary>Takes the zombie away from whoever waits for it.</summary>
    public static void WaitAndReap(int pid) => _ = waitpid(pid, null, 0);

    /// <summary>SIGKILL to one process that a test started.</summary>
    public static void Kill(int pid) => _ = kill(pid, 9);

    /// <summary>Any signal to one process that a test started.</summary>
    public static void Signal(int pid, int signal) => _ = kill(pid, signal);

    /// <summary>Opens a descriptor that children inherit.</summary>
    public static int OpenLeaky(string path) => open(path, 0);

    public static void Close(int fd) => _ = close(fd);
}
