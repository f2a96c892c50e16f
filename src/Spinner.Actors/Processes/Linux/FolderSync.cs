using System.Runtime.InteropServices;
using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>Makes the names in a folder survive the loss of power, as a flush does with the content of a file.</summary>
internal static unsafe class FolderSync
{
    private const int CloseOnExec = 0x80000;
    private const int Folder = 0x10000;
    private const int FolderOnArm64 = 0x4000;

    /// <exception cref="IOException">The disk has not taken them.</exception>
    public static void Flush(string path)
    {
        int kind = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? FolderOnArm64 : Folder;
        int fd;
        fixed (byte* text = Encoding.UTF8.GetBytes(path + '\0'))
            fd = LibC.open(text, kind | CloseOnExec);
        int error = fd >= 0 && LibC.fsync(fd) == 0 ? 0 : LibC.Errno;
        Descriptors.Close(ref fd);
        // Some file systems have nothing to flush there, and say so.
        if (error is not (0 or LibC.EINVAL))
            throw new IOException($"The folder {path} cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)}.");
    }
}
