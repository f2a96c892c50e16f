using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>
/// The process groups that run, written down where they survive us: when we are killed together with the guardian, the next host that opens the
/// file ends what was left. Nothing here is synced to the disk: what the loss of power could lose has ended with it. A lock on a file beside it,
/// which the kernel lets go when we die, keeps a second host away.
/// </summary>
internal sealed class RunFile : IDisposable
{
    private const int LeastLength = 64 * 1024;
    private static readonly TimeSpan _killLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly RunFileHost _host;
    private readonly Action<string> _warn;
    private readonly FileStream? _lock;
    private readonly OrderedDictionary<int, RunFileEntry> _entries = [];
    private FileStream? _file;
    private long _length;
    private long _rewriteAt = LeastLength;
    private bool _isIncomplete;
    private bool _warned;

    private RunFile(string path, string hostPrefix, FileStream? held, Action<string> warn)
    {
        (_path, _lock, _warn) = (path, held, warn);
        ulong start = ProcStat.TryRead(Environment.ProcessId, out ProcStat stat) ? stat.StartTicks : 0;
        _host = new RunFileHost(new ProcessIdentity(Environment.ProcessId, start, Spawner.BootId), hostPrefix);
    }

    /// <summary>Ends what the host before us has left, and begins a file of our own.</summary>
    /// <param name="path">The file; its folder is created when it is missing.</param>
    /// <param name="hostPrefix">What our markers begin with.</param>
    /// <param name="warn">Told of what was left, and of what is wrong with the file; only another host's use of it is worse than that.</param>
    /// <exception cref="RunFileException">Another host uses the file.</exception>
    public static RunFile Open(string path, string hostPrefix, Action<string> warn)
    {
        FileStream? held = Hold(path, warn);
        try
        {
            RunFile file = new(path, hostPrefix, held, warn);
            foreach (RunFileEntry survivor in PreviousRuns.End(path, file._host, _killLimit, warn))
                file._entries[survivor.Pid] = survivor;
            file.Rewrite();
            return file;
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>Writes down a group; one write, on the way of a start.</summary>
    public void Add(ProcessIdentity leader, string child)
    {
        // One that was gone at once has no start time, and no group that could be left.
        if (leader.StartTicks == 0)
            return;
        lock (_gate)
        {
            RunFileEntry entry = new(leader.Pid, leader.StartTicks, child);
            _entries[leader.Pid] = entry;
            Append(RunFileText.Add(entry));
        }
    }

    /// <summary>Takes a group out that is gone.</summary>
    public void Remove(int pid)
    {
        lock (_gate)
        {
            if (!_entries.Remove(pid))
                return;
            Append(RunFileText.Remove(pid));
            // Here and not at a start, which somebody waits for.
            if (_isIncomplete || _length > _rewriteAt)
                Rewrite();
        }
    }

    /// <summary>Removes the file, unless something could not be ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_file is not null && _entries.Count == 0)
                Try(() => File.Delete(_path));
            _file?.Dispose();
            _file = null;
        }

        _lock?.Dispose();
    }

    private static FileStream? Hold(string path, Action<string> warn)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                OwnerOnly.CreateFolder(folder);
            return OwnerOnly.Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult == LibC.EAGAIN)
        {
            throw new RunFileException($"the file {path} is used by another Spinner that is alive: give each its own.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The file itself will be no better, and tell its own tale; until then, who wrote it must do.
            warn($"The run file {path} cannot be locked: {failure.Message}");
            return null;
        }
    }

    private void Append(string line)
    {
        if (_file is null)
            return;
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        // At the length as we know it: a line that was written in part is written over by the next one.
        if (Try(() => RandomAccess.Write(_file.SafeFileHandle, bytes, _length)))
            _length += bytes.Length;
        else
            _isIncomplete = true;
    }

    /// <summary>Puts a file with nothing but what runs now in the place of the present one.</summary>
    private void Rewrite()
    {
        StringBuilder text = new(RunFileText.Header(_host));
        foreach (RunFileEntry entry in _entries.Values)
            text.Append(RunFileText.Add(entry));
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        FileStream? next = null;
        if (Try(() => next = Replace(bytes)))
        {
            _file?.Dispose();
            (_file, _length, _isIncomplete) = (next, bytes.Length, false);
        }

        _rewriteAt = Math.Max(LeastLength, _length * 4);
    }

    private FileStream Replace(byte[] bytes)
    {
        string temporary = _path + ".tmp";
        // One that a killed host has left may have another mode.
        File.Delete(temporary);
        FileStream stream = OwnerOnly.Open(temporary, FileMode.CreateNew, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            RandomAccess.Write(stream.SafeFileHandle, bytes, 0);
            File.Move(temporary, _path, overwrite: true);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_warned)
                _warn($"The run file {_path} cannot be written: {failure.Message} Processes might outlive a killed supervisor and its guardian.");
            _warned = true;
            return false;
        }
    }
}
