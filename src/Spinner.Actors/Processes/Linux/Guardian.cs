using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>
/// A shell that outlives us by a moment: it knows our process groups and, when its input ends because we were killed, kills them and whatever
/// carries our marker. If it dies, another takes its place. Writing to it never waits.
/// </summary>
internal sealed class Guardian : IReadyHandler, IDisposable
{
    private const int MaxQuickDeaths = 10;
    private static readonly TimeSpan _quick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly EpollLoop _loop;
    private readonly string _hostPrefix;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly HashSet<int> _groups = [];
    private readonly StringBuilder _backlog = new();
    private readonly Flusher _flusher;
    private int _pipe = -1;
    private int _pidFd = -1;
    private ulong _serial;
    private long _started;
    private int _quickDeaths;
    private bool _disposed;

    public Guardian(EpollLoop loop, string hostPrefix, TimeProvider time, Action<string> warn)
    {
        (_loop, _hostPrefix, _time, _warn) = (loop, hostPrefix, time, warn);
        _flusher = new Flusher(this);
        lock (_gate)
            Start();
    }

    /// <summary>Its pid; 0 when there is none and nothing guards us.</summary>
    public int Pid { get; private set; }

    /// <summary>Puts a group under guard.</summary>
    public void Guard(int group)
    {
        OwnGroups.Add(group);
        lock (_gate)
        {
            if (_groups.Add(group))
                Send($"add {group}\n");
        }
    }

    /// <summary>Takes a group from guard; before the reap, for its number may then be given to a stranger.</summary>
    public void Forget(int group)
    {
        OwnGroups.Remove(group);
        lock (_gate)
        {
            if (_groups.Remove(group))
                Send($"del {group}\n");
        }
    }

    /// <summary>Lets it go, without any killing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _flusher.Stop();
            if (_pidFd >= 0)
            {
                // Killed before its input ends, so that the end does not set it to work.
                _loop.Remove(_pidFd, _serial);
                _ = LibC.SignalPidFd(_pidFd, Signals.Kill);
                ExitReader.WaitAndReap(Pid);
            }

            Descriptors.Close(ref _pidFd);
            Descriptors.Close(ref _pipe);
            Pid = 0;
        }
    }

    /// <summary>Ends its input, as our death would.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _flusher.Stop();
            Descriptors.Close(ref _pipe);
        }
    }

    void IReadyHandler.Ready(Span<byte> buffer)
    {
        lock (_gate)
        {
            if (_disposed || ExitReader.TryRead(_pidFd, new ProcessIdentity(Pid, 0, Guid.Empty), out _) == null)
                return;
            _flusher.Stop();
            _loop.Remove(_pidFd, _serial);
            ExitReader.Reap(_pidFd);
            Descriptors.Close(ref _pidFd);
            Descriptors.Close(ref _pipe);
            Pid = 0;
            _quickDeaths = _time.GetElapsedTime(_started) < _quick ? _quickDeaths + 1 : 0;
            if (_quickDeaths < MaxQuickDeaths)
                Start();
            else
                _warn("The guardian keeps dying and is given up: processes would outlive a killed supervisor.");
        }
    }

    private void Start()
    {
        _backlog.Clear();
        _started = _time.GetTimestamp();
        int error = Spawn(out int pid);
        int pidFd = error == 0 ? LibC.OpenPidFd(pid) : -1;
        if (pidFd < 0)
        {
            if (error == 0)
            {
                // Killed before its input ends: it would take that for our end and kill every child.
                _ = LibC.kill(pid, Signals.Kill);
                ExitReader.WaitAndReap(pid);
            }

            Descriptors.Close(ref _pipe);
            _warn($"The guardian cannot be started (error {error}): processes would outlive a killed supervisor.");
            return;
        }

        (Pid, _pidFd) = (pid, pidFd);
        foreach (int group in _groups)
            Send($"add {group}\n");
        _serial = _loop.Add(_pidFd, this);
    }

    private int Spawn(out int pid)
    {
        pid = 0;
        if (!Descriptors.TryOpenPipe(out int reader, out _pipe))
            return LibC.Errno;
        Descriptors.SetNonBlocking(_pipe);
        int nothing = Descriptors.OpenNull();
        // Its environment is its own: were it to carry the marker of an outer supervisor, it would be killed before its work is done.
        Dictionary<string, string> env = new() { ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" };
        LaunchSpec spec = new("/bin/sh", ["-c", Script(), "spinner-guardian", _hostPrefix], env, "/", "");
        int error = PosixSpawn.Run(spec, reader, nothing, nothing, out pid);
        Descriptors.Close(ref reader);
        Descriptors.Close(ref nothing);
        return error;
    }

    /// <summary>The shell script.</summary>
    public static string Script()
    {
        using Stream script = typeof(Guardian).Assembly.GetManifestResourceStream("Spinner.guardian.sh")!;
        using StreamReader reader = new(script);
        return reader.ReadToEnd();
    }

    private void Send(string line)
    {
        if (_pipe < 0)
            return;
        _backlog.Append(line);
        if (_backlog.Length == line.Length)
            Flush();
    }

    // Whole lines only: writes of at most 4096 bytes are atomic.
    private unsafe void Flush()
    {
        while (_backlog.Length > 0)
        {
            string text = _backlog.ToString(0, Math.Min(_backlog.Length, 4000));
            text = text[..(text.LastIndexOf('\n') + 1)];
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            fixed (byte* start = bytes)
            {
                if (LibC.write(_pipe, start, bytes.Length) != bytes.Length)
                {
                    // Full: later. Broken: its death is reported by its pidfd, and the next one is told everything.
                    if (LibC.Errno == LibC.EAGAIN)
                        _flusher.Start();
                    return;
                }
            }

            _backlog.Remove(0, text.Length);
        }

        _flusher.Stop();
    }

    /// <summary>Waits for room in the pipe.</summary>
    private sealed class Flusher(Guardian guardian) : IReadyHandler
    {
        private ulong _serial;

        public void Start() => _serial = _serial != 0 ? _serial : guardian._loop.Add(guardian._pipe, this, EpollLoop.Writable);

        public void Stop()
        {
            if (_serial != 0)
                guardian._loop.Remove(guardian._pipe, _serial);
            _serial = 0;
        }

        public void Ready(Span<byte> buffer)
        {
            lock (guardian._gate)
            {
                if (_serial != 0)
                    guardian.Flush();
            }
        }
    }
}
