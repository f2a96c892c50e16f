using System.Buffers;
using System.Net.Sockets;

namespace Spinner.Probes;

/// <summary>Receives on a bound socket; no thread waits for it, and no buffer.</summary>
internal sealed class NotifySocket : INotifySocket
{
    /// <summary>After so many datagrams the sender is made to wait a little: a run that never stops telling must not fill a mailbox.</summary>
    private const int Burst = 100;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly Action<NotifyMessage> _received;
    private readonly TimeProvider _time;
    private readonly Action<string>? _warn;
    private bool _closed;

    public NotifySocket(Socket bound, string path, Action<NotifyMessage> received, TimeProvider time, Action<string>? warn)
    {
        Path = path;
        _socket = bound;
        _socket.Blocking = false;
        _received = received;
        _time = time;
        _warn = warn;
        _ = Task.Run(ReceiveAsync);
    }

    public string Path { get; }

    public void Dispose()
    {
        lock (_gate)
            _closed = true;
        // Removes the file as well.
        _socket.Dispose();
    }

    /// <summary>Whatever fails, it listens on until it is disposed: to a run that is no longer heard, its watchdog is a death sentence.</summary>
    private async Task ReceiveAsync()
    {
        bool isFailing = false;
        for (int taken = 1; !Volatile.Read(ref _closed); taken++)
        {
            try
            {
                // A receive of nothing takes nothing away. It waits for a datagram, and so one buffer serves all sockets in turn. It may
                // also end for a datagram that has been taken since.
                await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
                Take();
                isFailing = false;
            }
            catch (Exception failure) when (Volatile.Read(ref _closed) && failure is SocketException or ObjectDisposedException)
            {
                // Disposed, and that is how it ends.
                return;
            }
            catch (Exception failure)
            {
                // Told once for each row of failures, which may be long.
                if (!isFailing) _warn?.Invoke($"The notify socket {Path} failed, a message may be lost: {failure.Message}");
                isFailing = true;
            }

            if (isFailing || taken % Burst == 0)
                await Task.Delay(_pause, _time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Take()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(NotifyParser.MaxBytes);
        try
        {
            // No room is offered for descriptors that come along (FDSTORE=1, BARRIER=1), so the kernel closes them: we keep none, and
            // the sender that waits for its barrier to be closed goes on.
            int length = _socket.Receive(buffer, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
                return;
            if (error != SocketError.Success)
                throw new SocketException((int)error);
            NotifyMessage message = NotifyParser.Parse(buffer.AsSpan(0, length));
            lock (_gate)
            {
                if (!_closed && message != NotifyMessage.Nothing)
                    _received(message);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
