using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Spinner.Watching.Linux;

/// <summary>statx(2): unlike stat's, its layout is the same on every architecture and in every libc.</summary>
internal static unsafe partial class Statx
{
    private const int CurrentFolder = -100;
    private const uint TypeSizeTimeInode = 0x001 | 0x200 | 0x040 | 0x100;
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const long SecondNanoseconds = 1_000_000_000;

    /// <summary>False where the libc lacks it or a sandbox forbids it.</summary>
    public static bool IsUsable()
    {
        try
        {
            return Read("/").Kind == EntryKind.Folder;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    public static Stamp Read(string path)
    {
        byte* entry = stackalloc byte[256];
        if (Call(CurrentFolder, path, 0, TypeSizeTimeInode, entry) != 0)
            return default;
        EntryKind kind = (Unsafe.ReadUnaligned<ushort>(entry + 28) & KindMask) switch
        {
            RegularFile => EntryKind.File,
            Folder => EntryKind.Folder,
            _ => EntryKind.Other,
        };
        long written = (Unsafe.ReadUnaligned<long>(entry + 112) * SecondNanoseconds) + Unsafe.ReadUnaligned<uint>(entry + 120);
        return new Stamp(kind, Unsafe.ReadUnaligned<long>(entry + 40), written, Unsafe.ReadUnaligned<ulong>(entry + 32));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Call(int folder, string path, int flags, uint mask, byte* entry);
}
