namespace Spinner.Processes.Linux;

/// <summary>
/// The reading end of a child's stdout or stderr. The output thread reads it; at the exit of the leader the exit thread reads what is left, so
/// that nothing the leader wrote comes after the news of its end. The lock keeps the two apart.
/// </summary>
internal sealed class OutputPipe(int reader, StreamKind stream, IProcessObserver observer, EpollLoop loop) : IReadyHandler
{
    private readonly Lock _gate = new();
    private int _reader = reader;
    private ulong _serial;

    /// <summary>Starts to read.</summary>
    public void Start()
    {
        Descriptors.SetNonBlocking(_reader);
        lock (_gate)
        {
            _serial = loop.Add(_reader, this);
            if (_serial == 0)
                End();
        }
    }

    /// <summary>One read per turn: a chatty child must not keep the others waiting.</summary>
    public void Ready(Span<byte> buffer)
    {
        lock (_gate)
        {
            if (_reader < 0)
                return;
            int count = Descriptors.Read(_reader, buffer);
            if (count > 0)
                observer.Output(stream, buffer[..count]);
            else if (count == 0)
                End();
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
                observer.Output(stream, buffer[..count]);
                left -= count;
            }
        }
    }

    /// <summary>Ends the stream although somebody still holds it.</summary>
    public void GiveUp()
    {
        lock (_gate)
        {
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

    private void End()
    {
        loop.Remove(_reader, _serial);
        Descriptors.Close(ref _reader);
        observer.OutputEnded(stream);
    }
}
