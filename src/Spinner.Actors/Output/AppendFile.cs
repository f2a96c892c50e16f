using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Spinner.Output;

/// <summary>A file that only grows at its end, also when others write or truncate it meanwhile.</summary>
/// <remarks>
/// .NET's append mode seeks once and then writes at positions of its own, so two writers overwrite each other. Linux is asked for O_APPEND
/// instead, and for O_NONBLOCK: a named pipe that nobody reads is then an error, not a thread that waits for ever.
/// </remarks>
internal sealed partial class AppendFile : IDisposable
{
    private const int WriteOnlyCreateAppend = 0x1 | 0x40 | 0x400;
    private const int NoTerminalNonBlockingCloseOnExec = 0x100 | 0x800 | 0x80000;
    private const int FileIsMissing = 2;
    private const int Interrupted = 4;
    private const int NoReader = 6;
    private const int AccessDenied = 13;
    private const int IsFolder = 21;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int OverQuota = 122;

    private readonly SafeFileHandle _handle;

    private readonly bool _hasLength;

    // What the kernel says of where the file lies; null where it does not say.
    private readonly string? _place;

    private AppendFile(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _hasLength = TryLength() is not null;
        _place = Place() is { } place && place == RealPath.Of(path) ? place : null;
    }

    /// <summary>Opens the file, creating it but not its folder. Throws <see cref="NoRoomException"/> when it may succeed another time.</summary>
    public static AppendFile Open(string path)
    {
        string? folder = Path.GetDirectoryName(path);
        if (folder is not null && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder '{folder}' of the output file '{path}' does not exist.");
        return new AppendFile(OperatingSystem.IsLinux() ? OpenOnLinux(path, ModeIn(folder)) : OpenElsewhere(path), path);
    }

    // Who cannot get into its folder may not read a new file either: the folder may be opened later, or the file be taken elsewhere.
    private static uint ModeIn(string? folder)
    {
        UnixFileMode mode = OperatingSystem.IsWindows() || folder is null ? UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : File.GetUnixFileMode(folder);
        return 0x180 | (mode.HasFlag(UnixFileMode.GroupExecute) ? 0x20u : 0) | (mode.HasFlag(UnixFileMode.OtherExecute) ? 0x04u : 0);
    }

    /// <summary>How long the file is now; 0 for what has no length.</summary>
    public long Length => TryLength() ?? 0;

    /// <summary>
    /// Does the path lead here still? Not if somebody has removed, renamed or replaced the file, or switched a link on the way. Elsewhere than on
    /// Linux only a path that leads nowhere is noticed. A named pipe has its reader whatever becomes of its name.
    /// </summary>
    public bool IsStillAt(string path)
    {
        if (!_hasLength)
            return true;
        if (_place is null)
            return Path.Exists(path);
        return Place() == _place && RealPath.Of(path) == _place;
    }

    /// <summary>Drops all that is in it.</summary>
    public void Empty() => RandomAccess.SetLength(_handle, 0);

    /// <summary>Writes at the end. Returns how many bytes could not be written, with the reason.</summary>
    public int Write(ReadOnlySpan<byte> data, out string? error)
    {
        error = null;
        try
        {
            if (OperatingSystem.IsLinux())
                return WriteOnLinux(data, out error);
            RandomAccess.Write(_handle, data, RandomAccess.GetLength(_handle));
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            error = failure.Message;
            return data.Length;
        }
    }

    public void Dispose() => _handle.Dispose();

    private long? TryLength()
    {
        try
        {
            return RandomAccess.GetLength(_handle);
        }
        catch (Exception failure) when (failure is NotSupportedException or IOException)
        {
            // A named pipe, or a file system that does not tell: such a file is not rotated.
            return null;
        }
    }

    // Of a removed file the kernel says so behind its name.
    private string? Place() =>
        OperatingSystem.IsLinux() ? new FileInfo($"/proc/self/fd/{_handle.DangerousGetHandle()}").LinkTarget : null;

    private static SafeFileHandle OpenElsewhere(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnauthorizedAccessException($"The output file '{path}' may not be written: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"The output file '{path}' cannot be opened: {failure.Message}", failure);
        }
    }

    private static SafeFileHandle OpenOnLinux(string path, uint mode)
    {
        while (true)
        {
            // 0644 at most, narrowed by the umask as everywhere.
            int descriptor = NativeOpen(path, WriteOnlyCreateAppend | NoTerminalNonBlockingCloseOnExec, mode);
            if (descriptor >= 0)
                return new SafeFileHandle(descriptor, ownsHandle: true);
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Interrupted)
                throw OpenFailure(path, errno);
        }
    }

    private static Exception OpenFailure(string path, int errno) => errno switch
    {
        AccessDenied => new UnauthorizedAccessException($"The output file '{path}' may not be written."),
        FileIsMissing => new FileNotFoundException($"The output file '{path}' cannot be created: a part of its path is missing."),
        IsFolder => new IOException($"The output file '{path}' is a folder."),
        NoSpace or ReadOnlyFileSystem or OverQuota => new NoRoomException(
            $"The output file '{path}' cannot be opened: {Marshal.GetPInvokeErrorMessage(errno)}.", Marshal.GetPInvokeErrorMessage(errno)),
        NoReader => new IOException($"The output file '{path}' is a named pipe or socket that nobody reads."),
        _ => new IOException($"The output file '{path}' cannot be opened: {Marshal.GetPInvokeErrorMessage(errno)}."),
    };

    private int WriteOnLinux(ReadOnlySpan<byte> data, out string? error)
    {
        error = null;
        while (data.Length > 0)
        {
            nint written = NativeWrite(_handle, data, data.Length);
            if (written >= 0)
            {
                data = data[(int)written..];
                continue;
            }
            int errno = Marshal.GetLastPInvokeError();
            if (errno == Interrupted)
                continue;
            error = Marshal.GetPInvokeErrorMessage(errno);
            break;
        }
        return data.Length;
    }

    // Variadic in C; Linux passes such arguments like any others (Apple's arm64 does not, and never comes here).
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeOpen(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint NativeWrite(SafeFileHandle file, ReadOnlySpan<byte> data, nint length);
}
