using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Spinner.Processes.Linux;

/// <summary>Told on the loop's thread that its descriptor is ready.</summary>
internal interface IReadyHandler
{
    /// <summary>Does a bounded piece of work; called again as long as the descriptor is ready.</summary>
    /// <param name="buffer">Scratch space of the loop, free for the length of the call.</param>
    void Ready(Span<byte> buffer);
}

/// <summary>
/// One thread that waits for any number of descriptors. An event is matched by a serial, never by the descriptor's number: a number is reused,
/// and a registration can outlive its close while a spawn is between fork and exec. Hence also: <see cref="Remove"/> before close.
/// </summary>
internal sealed unsafe class EpollLoop : IDisposable
{
    public const uint Readable = 1;
    public const uint Writable = 4;

    private const int AddOperation = 1;
    private const int RemoveOperation = 2;
    private const int MaxEvents = 64;
    private const int CloseOnExec = 0x80000;
    private const ulong WakeUp = 0;

    // struct epoll_event is packed on x64 and nowhere else.
    private static readonly int _dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int _eventSize = _dataOffset + sizeof(ulong);

    private readonly ConcurrentDictionary<ulong, IReadyHandler> _handlers = new();
    private readonly byte[] _buffer;
    private readonly Thread _thread;
    private int _epoll;
    private int _wake;
    private ulong _lastSerial;
    private volatile bool _stopping;

    public EpollLoop(string threadName, int bufferSize)
    {
        _buffer = GC.AllocateUninitializedArray<byte>(bufferSize, pinned: true);
        _epoll = LibC.epoll_create1(CloseOnExec);
        _wake = LibC.eventfd(0, CloseOnExec);
        if (_epoll < 0 || _wake < 0 || !Control(AddOperation, _wake, WakeUp, Readable))
            throw new Win32Exception(LibC.Errno, "No descriptors left for the process layer.");
        _thread = new Thread(Run) { IsBackground = true, Name = threadName };
        _thread.Start();
    }

    /// <summary>Watches a descriptor; the answer is what <see cref="Remove"/> needs. 0: the kernel refused.</summary>
    public ulong Add(int fd, IReadyHandler handler, uint events = Readable)
    {
        ulong serial = Interlocked.Increment(ref _lastSerial);
        _handlers[serial] = handler;
        if (Control(AddOperation, fd, serial, events))
            return serial;
        _handlers.TryRemove(serial, out _);
        return 0;
    }

    /// <summary>Forgets a descriptor that is still open. An event already under way may still reach the handler.</summary>
    public void Remove(int fd, ulong serial)
    {
        if (_handlers.TryRemove(serial, out _))
            Control(RemoveOperation, fd, serial, 0);
    }

    /// <summary>Ends the thread and waits for it, unless called on it.</summary>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        ulong one = 1;
        _ = LibC.write(_wake, (byte*)&one, sizeof(ulong));
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private bool Control(int operation, int fd, ulong serial, uint events)
    {
        byte* data = stackalloc byte[16];
        Unsafe.WriteUnaligned(data, events);
        Unsafe.WriteUnaligned(data + _dataOffset, serial);
        return LibC.epoll_ctl(_epoll, operation, fd, data) == 0;
    }

    private void Run()
    {
        byte* events = stackalloc byte[MaxEvents * 16];
        while (!_stopping)
            Wait(events);
        Descriptors.Close(ref _wake);
        Descriptors.Close(ref _epoll);
    }

    // A method of its own: the loop above never returns, and code of a hot endless loop is optimised late.
    private void Wait(byte* events)
    {
        int count = LibC.epoll_wait(_epoll, events, MaxEvents, -1);
        for (int i = 0; i < count && !_stopping; i++)
        {
            ulong serial = Unsafe.ReadUnaligned<ulong>(events + (i * _eventSize) + _dataOffset);
            if (_handlers.TryGetValue(serial, out IReadyHandler? handler))
                handler.Ready(_buffer);
        }
    }
}
