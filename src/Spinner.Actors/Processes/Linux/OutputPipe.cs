namespace Spinner.Processes.Linux;

/// <summary>
/// The reading end of a child's stdout or stderr. The output thread reads it; at the exit of the leader the exit thread reads what is left, so
/// that nothing the leader wrote comes after the news of its end. The lock keeps the two apart. While the observer holds the stream nobody
/// waits for it: whoever writes to a full pipe waits.
/// </summary>
internal sealed class OutputPipe(int reader, StreamKind stream, IProcessObserver observer, EpollLoop loop) : IReadyHandler
{
    private readonly Lock _gate = new();
    private int _reader = reader;
    private ulong _serial;
    private bool _held;

    public StreamKind Stream => stream;

    /// <summary>Starts to read.</summary>
    public void Start()
    {
        Descriptors.SetNonBlocking(_reader);
        lock (_gate)
            Watch();
    }

    /// <summary>One read per turn: a chatty child must not keep the others waiting.</summary>
    public void Ready(Span<byte> buffer)
    {
        lock (_gate)
        {
            // An event under way when the stream was held comes to nothing.
            if (_reader < 0 || _held)
                return;
            int count = Descriptors.Read(_reader, buffer);
            if (count == 0)
                End();
            else if (count > 0 && !observer.Output(stream, buffer[..count]))
                Hold();
        }
    }

    /// <summary>Passes on what lies in the pipe at this moment, and no more: others of the group may go on writing for ever.</summary>
    public void DrainPresent(Span<byte> buffer)
    {
        lock (_gate)
        {
            int left = _reader < 0 ? 0 : Descriptors.BytesWaiting(_reader);
            while (left > 0)
            {
                int count = Descriptors.Read(_reader, buffer[..Math.Min(left, buffer.Length)]);
                if (count <= 0)
                    return;
                // Held or not: there is an end to it.
                if (!observer.Output(stream, buffer[..count]))
                    Hold();
                left -= count;
            }

            if (!_held || _reader < 0)
                return;
            // Nobody else would see the end of a stream that is held. If there is more instead, it has come this moment, and is little.
            int more = Descriptors.Read(_reader, buffer);
            if (more == 0)
                End();
            else if (more > 0)
                observer.Output(stream, buffer[..more]);
        }
    }

    /// <summary>Reads again.</summary>
    public void Resume()
    {
        // The lock also makes one who is too early wait until the stream is held.
        lock (_gate)
        {
            if (!_held || _reader < 0)
                return;
            _held = false;
            Watch();
        }
    }

    /// <summary>Ends the stream although somebody still has it open.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
            if (_held)
                DrainPresent(new byte[64 * 1024]);
            if (_reader >= 0)
                End();
        }
    }

    /// <summary>True when the stream has ended.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
                return _reader < 0;
        }
    }

    private void Watch()
    {
        _serial = loop.Add(_reader, this);
        if (_serial == 0)
            End();
    }

    private void Hold()
    {
        if (_held)
            return;
        _held = true;
        loop.Remove(_reader, _serial);
    }

    private void End()
    {
        loop.Remove(_reader, _serial);
        Descriptors.Close(ref _reader);
        observer.OutputEnded(stream);
    }
}
