using System.Runtime.InteropServices;

namespace Spinner.Probes.Linux;

/// <summary>A netlink socket of the sock_diag family. The BCL cannot make one.</summary>
internal sealed partial class NetlinkSocket : IDisposable
{
    private const int FamilyNetlink = 16;
    private const int TypeDatagramCloseOnExec = 2 | 0x80000;
    private const int ProtocolSockDiag = 4;
    private const int Interrupted = 4;
    private const int LevelSocket = 1;
    private const int OptionReceiveTimeout = 20;

    private readonly int _descriptor;
    private bool _disposed;

    public NetlinkSocket()
    {
        _descriptor = Open(FamilyNetlink, TypeDatagramCloseOnExec, ProtocolSockDiag);
        if (_descriptor < 0)
            throw LastError();
        // The kernel answers at once; where it does not (a partial emulation), waiting for ever would end all probing.
        nint[] oneSecond = [1, 0];
        if (SetOption(_descriptor, LevelSocket, OptionReceiveTimeout, oneSecond, (uint)(2 * nint.Size)) != 0)
        {
            NetlinkException failure = LastError();
            Dispose();
            throw failure;
        }
    }

    public void Send(ReadOnlySpan<byte> message)
    {
        while (Send(_descriptor, message, (nuint)message.Length, 0) < 0)
            ThrowUnlessInterrupted();
    }

    public int Receive(Span<byte> buffer)
    {
        while (true)
        {
            nint length = Receive(_descriptor, buffer, (nuint)buffer.Length, 0);
            if (length >= 0)
                return (int)length;
            ThrowUnlessInterrupted();
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        // Nothing can be done about a failing close, and its descriptor is gone all the same.
        _ = Close(_descriptor);
    }

    private static void ThrowUnlessInterrupted()
    {
        if (Marshal.GetLastPInvokeError() != Interrupted)
            throw LastError();
    }

    private static NetlinkException LastError() => new(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int option, nint[] value, uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, ReadOnlySpan<byte> data, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int descriptor, Span<byte> data, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
