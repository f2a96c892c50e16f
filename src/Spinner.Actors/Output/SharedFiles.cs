using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>The files of output, one per path for as long as somebody writes it.</summary>
/// <param name="tell">Told in a sentence when output is lost.</param>
/// <param name="time">Measures the pauses between two looks at a path.</param>
internal sealed class SharedFiles(Action<string> tell, TimeProvider time)
{
    private readonly Dictionary<string, FileSink> _files = new(StringComparer.Ordinal);
    private readonly OwnPaths _own = new();

    /// <summary>One stream's share of the file; the first opens it, the last closes it.</summary>
    public IOutputSink Open(OutputTarget target, ChildName child, Action<OutputIncident>? incident)
    {
        string path = target.Path!;
        FileSink? file;
        lock (_files)
        {
            if (!_files.TryGetValue(path, out file))
                _files.Add(path, file = new FileSink(path, OpenOwn, tell, time));
            file.Users++;
        }

        file.Join(target, child, incident);
        return new Share(this, file, child, incident);
    }

    /// <summary>Is this a file that was opened here, though it may be closed by now, or an older one beside it?</summary>
    public bool Contains(string path) => _own.Contains(path);

    private AppendFile OpenOwn(string path)
    {
        AppendFile file = AppendFile.Open(path);
        _own.Add(path);
        return file;
    }

    private void Close(FileSink file)
    {
        lock (_files)
        {
            if (--file.Users > 0)
                return;
            _files.Remove(file.Path);
        }

        file.Close();
    }

    private sealed class Share(SharedFiles owner, FileSink file, ChildName child, Action<OutputIncident>? incident) : IOutputSink
    {
        private bool _left;

        public void Write(ReadOnlySpan<byte> data)
        {
            if (!_left)
                file.Write(data);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, true))
                return;
            file.Leave(child, incident);
            owner.Close(file);
        }
    }
}
