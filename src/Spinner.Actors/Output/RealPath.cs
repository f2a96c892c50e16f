using System.Runtime.InteropServices;

namespace Spinner.Output;

/// <summary>Where a path leads once every link on the way is followed.</summary>
internal static unsafe partial class RealPath
{
    // PATH_MAX of Linux; elsewhere it is less.
    private const int MostBytes = 4096;

    /// <summary>Null: nothing is there, or it is out of reach.</summary>
    public static string? Of(string path) => OperatingSystem.IsWindows() ? OfFinalLink(path) : OfAllLinks(path);

    private static string? OfAllLinks(string path)
    {
        byte* resolved = stackalloc byte[MostBytes];
        return Resolve(path, resolved) == 0 ? null : Marshal.PtrToStringUTF8((nint)resolved);
    }

    private static string? OfFinalLink(string path)
    {
        try
        {
            return Path.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Vanished meanwhile, or out of reach.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Resolve(string path, byte* resolved);
}
