using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>
/// Appends to a file, straight from the thread that reads pipes, and begins a new file when it is large. A disk that is full drops bytes, and is
/// tried again with the next write; each such outage is told when it begins and when it is over.
/// </summary>
/// <remarks>One sink serves every stream that goes to the same path; the last one to leave closes it.</remarks>
/// <param name="path">The file.</param>
/// <param name="file">The file, open.</param>
/// <param name="log">Told in a sentence when output is lost, or a rotation fails.</param>
internal sealed class FileSink(string path, AppendFile file, Action<string> log)
{
    /// <summary>How much longer than allowed a file may get so that the line in progress can end.</summary>
    public const int Overrun = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly List<Action<OutputIncident>> _listeners = [];
    private AppendFile _file = file;
    private bool _closed;
    private long _dropped;
    private long _size = file.Length;
    private long _maxBytes;
    private int _maxFiles;
    private long _limit;
    private bool _inLine;
    private bool _rotationFails;

    /// <summary>How many streams write here; guarded by the owner of the path.</summary>
    public int Users { get; set; }

    public string Path => path;

    /// <summary>A stream comes: its limits hold from now on, and it is told of outages.</summary>
    public void Join(OutputTarget target, Action<OutputIncident>? incident)
    {
        lock (_lock)
        {
            _maxBytes = target.MaxBytes ?? SpinnerDefaults.LogMaxBytes;
            _maxFiles = target.MaxFiles ?? SpinnerDefaults.LogMaxFiles;
            _limit = _maxBytes;
            if (incident is not null)
                _listeners.Add(incident);
        }
    }

    /// <summary>A stream goes.</summary>
    public void Leave(Action<OutputIncident>? incident)
    {
        lock (_lock)
        {
            if (incident is not null)
                _listeners.Remove(incident);
        }
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        List<OutputIncident>? incidents = null;
        string? sentence = null;
        Action<OutputIncident>[] listeners = [];
        lock (_lock)
        {
            while (!_closed && !data.IsEmpty)
            {
                int taken = Share(data, out bool isLast);
                Append(data[..taken], ref incidents);
                data = data[taken..];
                if (isLast && !TryRotate(ref sentence))
                {
                    Append(data, ref incidents);
                    _limit = _size + _maxBytes;
                    break;
                }
            }

            if (incidents is not null)
                listeners = [.. _listeners.Distinct()];
        }

        if (sentence is not null)
            log(sentence);
        incidents?.ForEach(incident => Tell(incident, listeners));
    }

    public void Close()
    {
        long dropped;
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            dropped = _dropped;
            _file.Dispose();
        }

        if (dropped > 0)
            log($"Output to '{path}' ended; its last {dropped} bytes were dropped.");
    }

    /// <summary>How much of the data the present file still takes, and whether a new one is to be begun then: preferably where a line ends.</summary>
    private int Share(ReadOnlySpan<byte> data, out bool isLast)
    {
        isLast = false;
        if (_maxBytes == 0 || _size + data.Length <= _limit)
            return data.Length;

        // Somebody else may have written to it, or emptied it; and what is no regular file has no length.
        _size = _file.Length;
        if (_size + data.Length <= _limit)
            return data.Length;
        int room = (int)Math.Max(0, _limit - _size);
        isLast = true;
        if (data[..room].LastIndexOf((byte)'\n') is int end and >= 0)
            return end + 1;
        if (!_inLine && _size > 0)
            return 0;

        // The line in progress is finished, if it ends soon.
        int reach = (int)Math.Clamp(_limit + Overrun - _size, 0, data.Length);
        end = data[..reach].IndexOf((byte)'\n');
        if (end >= 0)
            return end + 1;
        isLast = reach < data.Length;
        return reach;
    }

    private void Append(ReadOnlySpan<byte> data, ref List<OutputIncident>? incidents)
    {
        if (data.IsEmpty)
            return;
        int lost = _file.Write(data, out string? error);
        int written = data.Length - lost;
        _size += written;
        if (written > 0)
            _inLine = data[written - 1] != (byte)'\n';
        if (error is not null)
        {
            if (_dropped == 0)
                (incidents ??= []).Add(new(path, $"Output to '{path}' is dropped until it can be written again: {error}.", IsOver: false, lost));
            _dropped += lost;
        }
        else if (_dropped > 0)
        {
            (incidents ??= []).Add(new(path, $"Output to '{path}' is written again; {_dropped} bytes were dropped.", IsOver: true, _dropped));
            _dropped = 0;
        }
    }

    /// <summary>Begins a new file. If it cannot, a sentence says so, once until it can again, and the present file goes on growing.</summary>
    private bool TryRotate(ref string? sentence)
    {
        try
        {
            if (_maxFiles > 1)
            {
                AppendFile next = FileRotation.Next(path, _maxFiles);
                _file.Dispose();
                _file = next;
            }
            else
            {
                _file.Empty();
            }

            (_size, _limit, _inLine, _rotationFails) = (_file.Length, _maxBytes, false, false);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_rotationFails)
                sentence = $"No new file is begun for '{path}', which goes on growing: {failure.Message}";
            _rotationFails = true;
            return false;
        }
    }

    private void Tell(OutputIncident incident, Action<OutputIncident>[] listeners)
    {
        log(incident.Message);
        foreach (Action<OutputIncident> listener in listeners)
        {
            try
            {
                listener(incident);
            }
            catch (Exception failure)
            {
                // It is told on the thread that serves all children, and of the whole file: nobody else may suffer.
                log($"It was not taken that '{path}' had an incident: {failure}");
            }
        }
    }
}
