using System.Net.Sockets;

namespace Spinner.Processes.Portable;

/// <summary>Reads one stream of a process until everybody has let go of it, or until it is given up.</summary>
/// <remarks>Buffers begin small and grow with the traffic: most children are quiet, and there may be many.</remarks>
internal sealed class OutputPipe(Stream stream, StreamKind kind, IProcessObserver observer, TimeProvider time)
{
    private const int FirstBuffer = 4 * 1024;
    private const int LargestBuffer = 64 * 1024;

    // As much as a pipe holds, and a read that was under way.
    private const int AtExit = 2 * LargestBuffer;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastRead = time.GetTimestamp();
    private TaskCompletionSource? _held;
    private int _unheld;

    /// <summary>Completes when <see cref="IProcessObserver.OutputEnded"/> has been told.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How long nothing has come; for ever once ended.</summary>
    public TimeSpan Quiet => Ended.IsCompleted ? TimeSpan.MaxValue : time.GetElapsedTime(Volatile.Read(ref _lastRead));

    public async Task ReadAsync()
    {
        byte[] buffer = new byte[FirstBuffer];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0 && Pass(buffer.AsSpan(0, read), out Task held))
            {
                await held.ConfigureAwait(false);
                if (read == buffer.Length && read < LargestBuffer)
                    buffer = new byte[read * 4];
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A pipe that cannot be read any more, or was given up below, has ended like any other.
        }
        finally
        {
            GiveUp();
        }
    }

    /// <summary>Ends the stream for the observer, whoever still holds the other end. Twice is harmless.</summary>
    public void GiveUp()
    {
        lock (_lock)
        {
            if (Ended.IsCompleted)
                return;
            observer.OutputEnded(kind);
            _ended.SetResult();
            Resume();
        }
        stream.Dispose();
    }

    /// <summary>Reads again.</summary>
    public void Resume()
    {
        // The lock also makes one who is too early wait until the stream is held.
        lock (_lock)
        {
            _held?.SetResult();
            _held = null;
        }
    }

    /// <summary>The process has ended: what it wrote is passed on even while the stream is held.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            _unheld = AtExit;
            Volatile.Write(ref _lastRead, time.GetTimestamp());
            Resume();
        }
    }

    private bool Pass(ReadOnlySpan<byte> data, out Task held)
    {
        held = Task.CompletedTask;
        lock (_lock)
        {
            if (Ended.IsCompleted)
                return false;
            Volatile.Write(ref _lastRead, time.GetTimestamp());
            bool goesOn = observer.Output(kind, data);
            _unheld -= Math.Min(_unheld, data.Length);
            if (!goesOn && _unheld == 0)
            {
                _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                held = _held.Task;
            }

            return true;
        }
    }
}
