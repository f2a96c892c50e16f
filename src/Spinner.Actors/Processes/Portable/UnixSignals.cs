using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Spinner.Protocol;

namespace Spinner.Processes.Portable;

/// <summary>Signals of Linux and macOS, whose numbers differ.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixSignals
{
    private const int Ignore = 1;

    private static int ChildSignal => OperatingSystem.IsMacOS() ? 20 : 17;

    /// <summary>Sends a signal to one process.</summary>
    public static void Send(int pid, StopSignal signal) => _ = NativeKill(pid, Number(signal));

    /// <summary>
    /// Stops ignoring SIGCHLD. A supervisor started with it ignored (by <c>nohup</c>-like wrappers) never learns of an exit, because the kernel
    /// then reaps by itself. Nothing happens when a handler is installed: the runtime's own must stay.
    /// </summary>
    public static unsafe void StopIgnoringExits()
    {
        // Larger than any system's struct sigaction; the handler comes first in all of them.
        Span<nint> action = stackalloc nint[64];
        fixed (nint* pointer = action)
        {
            if (NativeSigaction(ChildSignal, null, pointer) == 0 && action[0] == Ignore)
                _ = NativeSignal(ChildSignal, 0);
        }
    }

    /// <summary>The signal behind the 128 + n that Process reports for a signalled process; null for other codes.</summary>
    /// <remarks>Process does not tell it from a program that returned such a code; shells return it for a signalled child.</remarks>
    public static string? NameOfExitCode(int code) => (code - 128) switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 when !OperatingSystem.IsMacOS() => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        10 => OperatingSystem.IsMacOS() ? "SIGBUS" : "SIGUSR1",
        11 => "SIGSEGV",
        12 when !OperatingSystem.IsMacOS() => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        30 when OperatingSystem.IsMacOS() => "SIGUSR1",
        31 when OperatingSystem.IsMacOS() => "SIGUSR2",
        _ => null,
    };

    private static int Number(StopSignal signal) => signal switch
    {
        StopSignal.Terminate => 15,
        StopSignal.Interrupt => 2,
        StopSignal.Quit => 3,
        StopSignal.HangUp => 1,
        StopSignal.User1 => OperatingSystem.IsMacOS() ? 30 : 10,
        StopSignal.User2 => OperatingSystem.IsMacOS() ? 31 : 12,
        StopSignal.Kill => 9,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a stop signal."),
    };

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int NativeKill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static unsafe partial int NativeSigaction(int signal, void* action, void* old);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint NativeSignal(int signal, nint handler);
}
