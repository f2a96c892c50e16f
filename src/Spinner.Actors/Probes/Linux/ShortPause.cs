using System.Runtime.InteropServices;

namespace Spinner.Probes.Linux;

/// <summary>A sleep of less than a millisecond, which the waits of the BCL round to none.</summary>
internal static partial class ShortPause
{
    public static void For(TimeSpan time) => _ = Sleep((uint)time.TotalMicroseconds);

    // It may end early, by a signal: the caller looks at the clock anyway.
    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
