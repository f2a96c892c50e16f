using System.Runtime.InteropServices;

namespace Spinner.TestChild;

internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "setsid")]
    public static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint Signal(int signal, nint handler);
}
