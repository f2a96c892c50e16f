using System.Runtime.InteropServices;

namespace Spinner.Ports;

/// <summary>A folder that belongs to this user and is closed to all others.</summary>
internal static partial class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;
    private const int ModeFolder = 0x4000;
    private const int ModeTypeMask = 0xf000;
    private const int ModeOthersMask = 0x3f;

    /// <summary>What tells this user's folders from others': the effective user id, or the user's name where there is none.</summary>
    public static string UserId => OperatingSystem.IsWindows() ? Environment.UserName : $"{GetEffectiveUserId()}";

    /// <summary>Creates the folder with mode 0700, or checks the one that is there. Returns what is wrong with it, null when nothing is.</summary>
    public static string? Ensure(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return null;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        if (!OperatingSystem.IsLinux())
            return (File.GetUnixFileMode(path) & ~OwnerOnly) == 0 ? null : OpenToOthers(path);

        if (StatX(SyscallNumber, CurrentFolder, path, NoFollow, BasicStats, out FileStatus status) != 0)
            return $"The folder {path} cannot be examined: {Marshal.GetLastPInvokeErrorMessage()}.";
        if ((status.Mode & ModeTypeMask) != ModeFolder)
            return $"{path} is not a folder.";
        if (status.UserId != GetEffectiveUserId())
            return $"The folder {path} belongs to user {status.UserId}, not to this user ({GetEffectiveUserId()}).";
        return (status.Mode & ModeOthersMask) == 0 ? null : OpenToOthers(path);
    }

    private static string OpenToOthers(string path) => $"The folder {path} is open to other users: chmod 700 it, or choose another one.";

    /// <summary>The number of statx. Called by number because older musl has no wrapper for it.</summary>
    private static long SyscallNumber => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 332 : 291;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint StatX(long number, nint folder, string path, nint flags, nuint mask, out FileStatus status);

    /// <summary>The start of the kernel's struct statx, which is the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(20)]
        public uint UserId;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
