using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>
/// Appends to a file, straight from the thread that reads pipes, and begins a new file when it is large or somebody has taken it away. A disk that
/// is full drops bytes, and is tried again with the next write; each such outage is told when it begins and when it is over.
/// </summary>
/// <remarks>One sink serves every stream that goes to the same path; the last one to leave closes it.</remarks>
internal sealed class FileSink
{
    /// <summary>How much longer than allowed a file may get so that the line in progress can end.</summary>
    public const int Overrun = 64 * 1024;

    /// <summary>How often at most, while it is written, it is made sure that the path leads to the file still; and a file opened that could not be.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly Func<string, AppendFile> _open;
    private readonly Action<string> _log;
    private readonly TimeProvider _time;
    private readonly Outage _outage;
    private readonly string? _whyNoFile;
    private AppendFile? _file;
    private bool _closed;
    private long _looked;
    private long _size;
    private long _maxBytes;
    private int _maxFiles;
    private long _limit;
    private bool _inLine;
    private bool _rotationFails;

    /// <param name="path">The file.</param>
    /// <param name="open">Opens it, now and when it is lost.</param>
    /// <param name="log">Told in a sentence when output is lost, or a rotation fails.</param>
    /// <param name="time">Measures the pauses between two looks at the path.</param>
    public FileSink(string path, Func<string, AppendFile> open, Action<string> log, TimeProvider time)
    {
        (_path, _open, _log, _time) = (path, open, log, time);
        _outage = new Outage(path, log);
        _looked = time.GetTimestamp();
        try
        {
            _file = open(path);
            _size = _file.Length;
        }
        catch (NoRoomException failure)
        {
            // As when the disk is full a moment later: it costs output, not the child.
            _whyNoFile = failure.Reason;
            _outage.Lose(0, _whyNoFile);
        }
    }

    /// <summary>How many streams write here; guarded by the owner of the path.</summary>
    public int Users { get; set; }

    public string Path => _path;

    /// <summary>A stream comes: its limits hold from now on, and its child is told of outages.</summary>
    public void Join(OutputTarget target, ChildName child, Action<OutputIncident>? incident)
    {
        Action[] news;
        lock (_lock)
        {
            _maxBytes = target.MaxBytes ?? SpinnerDefaults.LogMaxBytes;
            _maxFiles = target.MaxFiles ?? SpinnerDefaults.LogMaxFiles;
            _limit = _maxBytes;
            if (incident is not null)
                _outage.Join(child, incident);
            news = _outage.TakeNews();
        }

        Array.ForEach(news, tell => tell());
    }

    /// <summary>A stream goes.</summary>
    public void Leave(ChildName child, Action<OutputIncident>? incident)
    {
        Action[] news;
        lock (_lock)
        {
            if (incident is not null)
                _outage.Leave(child, incident);
            news = _outage.TakeNews();
        }

        Array.ForEach(news, tell => tell());
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        string? sentence = null;
        Action[] news;
        lock (_lock)
        {
            LookAgain(ref sentence);
            while (!_closed && !data.IsEmpty)
            {
                int taken = Share(data, out bool isLast);
                Append(data[..taken]);
                data = data[taken..];
                if (isLast && !TryRotate(ref sentence))
                {
                    Append(data);
                    _limit = _size + _maxBytes;
                    break;
                }
            }

            news = _outage.TakeNews();
        }

        if (sentence is not null)
            _log(sentence);
        Array.ForEach(news, tell => tell());
    }

    public void Close()
    {
        Action[] news;
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            _file?.Dispose();
            _outage.Close();
            news = _outage.TakeNews();
        }

        Array.ForEach(news, tell => tell());
    }

    /// <summary>Opens the file anew when the path leads to it no more, or it could not be opened so far.</summary>
    private void LookAgain(ref string? sentence)
    {
        if (_closed || _time.GetElapsedTime(_looked) < LookEvery)
            return;
        _looked = _time.GetTimestamp();
        if (_file is not null && _file.IsStillAt(_path))
            return;
        try
        {
            Use(_open(_path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Without a file the outage, which is told, goes on. With one, what nobody will find is better than nothing.
            if (_file is not null)
                SayOnce(failure, ref sentence);
        }
    }

    private void Use(AppendFile next)
    {
        _file?.Dispose();
        _file = next;
        (_size, _limit, _rotationFails) = (next.Length, _maxBytes, false);
    }

    private void SayOnce(Exception failure, ref string? sentence)
    {
        if (!_rotationFails)
            sentence = $"No new file is begun for '{_path}', and the present one goes on growing: {failure.Message}";
        _rotationFails = true;
    }

    /// <summary>How much of the data the present file still takes, and whether a new one is to be begun then: preferably where a line ends.</summary>
    private int Share(ReadOnlySpan<byte> data, out bool isLast)
    {
        isLast = false;
        if (_file is null || _maxBytes == 0 || _size + data.Length <= _limit)
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

    private void Append(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        string? error = _whyNoFile;
        int lost = _file is null ? data.Length : _file.Write(data, out error);
        int written = data.Length - lost;
        _size += written;
        if (written > 0)
            _inLine = data[written - 1] != (byte)'\n';
        if (error is not null)
            _outage.Lose(lost, error);
        else
            _outage.End();
    }

    /// <summary>Begins a new file. If it cannot, a sentence says so, once until it can again, and the present file goes on growing.</summary>
    private bool TryRotate(ref string? sentence)
    {
        try
        {
            if (_maxFiles > 1)
                Use(FileRotation.Next(_path, _maxFiles));
            else
                _file!.Empty();
            (_size, _limit, _inLine, _rotationFails) = (_file!.Length, _maxBytes, false, false);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            SayOnce(failure, ref sentence);
            return false;
        }
    }
}
