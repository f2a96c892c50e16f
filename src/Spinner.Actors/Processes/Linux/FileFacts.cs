using System.Runtime.CompilerServices;
using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>What the kernel says about a file and the framework does not tell.</summary>
/// <param name="Owner">The user it belongs to.</param>
/// <param name="Mode">Its type and permissions.</param>
/// <param name="Inode">Its number; with <paramref name="Device"/> it names the file, whatever its path.</param>
/// <param name="Device">The file system it lies in.</param>
internal readonly unsafe record struct FileFacts(uint Owner, int Mode, ulong Inode, ulong Device)
{
    private const int NoFollow = 0x100;
    private const int Size = 256;

    // The start of struct statx is the same on every architecture.
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;

    private const int TypeMask = 0xf000;
    private const int WritableByOthers = 0x12;
    private const int AnythingForOthers = 0x3f;

    public bool IsSocket => (Mode & TypeMask) == 0xc000;

    public bool IsFolder => (Mode & TypeMask) == 0x4000;

    public bool IsFile => (Mode & TypeMask) == 0x8000;

    public bool IsPipe => (Mode & TypeMask) == 0x1000;

    public bool IsLink => (Mode & TypeMask) == 0xa000;

    /// <summary>Whether its group or everybody may write to it.</summary>
    public bool IsOpenToOthers => (Mode & WritableByOthers) != 0;

    /// <summary>Whether its group or everybody may do anything with it.</summary>
    public bool IsSharedWithOthers => (Mode & AnythingForOthers) != 0;

    public bool IsOurs => Owner == LibC.geteuid();

    /// <summary>Looks at a file. False: <see cref="LibC.Errno"/> says why it cannot be looked at.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="facts">What there is to tell.</param>
    /// <param name="followLink">Whether a symbolic link in its place is followed; the facts are else the link's own.</param>
    public static bool TryRead(string path, out FileFacts facts, bool followLink = false)
    {
        byte* result = stackalloc byte[Size];
        facts = default;
        fixed (byte* text = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (LibC.StatX(text, followLink ? 0 : NoFollow, result) != 0)
                return false;
        }

        facts = new FileFacts(
            Unsafe.ReadUnaligned<uint>(result + OwnerOffset),
            Unsafe.ReadUnaligned<ushort>(result + ModeOffset),
            Unsafe.ReadUnaligned<ulong>(result + InodeOffset),
            Unsafe.ReadUnaligned<ulong>(result + DeviceOffset));
        return true;
    }
}
