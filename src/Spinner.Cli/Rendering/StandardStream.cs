using System.Runtime.InteropServices;

namespace Spinner.Cli.Rendering;

/// <summary>Nobody reads what is written any more, as after <c>spinner logs -f | head -1</c>.</summary>
internal sealed class ReaderGoneException() : IOException("Nobody reads this any more.");

/// <summary>
/// Standard output or error. The stream of the framework writes into a pipe without a reader for ever and says nothing; this one tells. It also
/// writes where the descriptor stands, which programs that share a file rely on.
/// </summary>
internal sealed partial class StandardStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static Stream Open(int descriptor) => !OperatingSystem.IsWindows() ? new StandardStream(descriptor)
        : descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written = Write(descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == BrokenPipe)
                throw new ReaderGoneException();
            if (error == TryAgain)
                WaitForRoom(descriptor);
            else if (error != Interrupted)
                throw new IOException($"The output cannot be written: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Calls back from a thread of its own when nobody reads a pipe any more: a follower may have nothing to write for hours.</summary>
    public static void WhenReaderGone(int descriptor, Action gone)
    {
        if (!OperatingSystem.IsLinux())
            return;
        new Thread(() =>
        {
            PollEntry entry = new() { Descriptor = descriptor };
            int ready;
            do
                ready = Poll(ref entry, 1, -1);
            while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);
            if (ready > 0)
                gone();
        })
        { IsBackground = true, Name = "reader of the output" }.Start();
    }

    /// <summary>
    /// The width of the terminal; 80 where it does not say. On Linux the kernel is asked: the framework would set the terminal up for the reading
    /// of keys first, which costs time and writes to it.
    /// </summary>
    public static int TerminalWidth()
    {
        WindowSize size = default;
        int width = !OperatingSystem.IsLinux() ? Console.WindowWidth
            : Control(1, GetWindowSize, ref size) == 0 || Control(2, GetWindowSize, ref size) == 0 ? size.Columns : 0;
        return width > 0 ? width : UsualWidth;
    }

    private static int TryAgain => OperatingSystem.IsLinux() ? 11 : 35;

    private static void WaitForRoom(int descriptor)
    {
        PollEntry entry = new() { Descriptor = descriptor, Events = PollOut };
        _ = Poll(ref entry, 1, -1);
    }

    private const short PollOut = 4;
    private const nuint GetWindowSize = 0x5413;
    private const int UsualWidth = 80;

    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Seen;
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, ref WindowSize size);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);
}
