using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>The files of output, one per path for as long as somebody writes it.</summary>
/// <param name="tell">Told in a sentence when output is lost.</param>
internal sealed class SharedFiles(Action<string> tell)
{
    private readonly Dictionary<string, FileSink> _files = new(StringComparer.Ordinal);

    // A closed one is still ours: who watches its folder may notice our last lines only after the end of the run that printed them.
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>One stream's share of the file; the first opens it, the last closes it.</summary>
    public IOutputSink Open(OutputTarget target, Action<OutputIncident>? incident)
    {
        string path = target.Path!;
        lock (_files)
        {
            if (!_files.TryGetValue(path, out FileSink? file))
                _files.Add(path, file = new FileSink(path, AppendFile.Open(path), tell));
            _paths.Add(path);
            file.Users++;
            file.Join(target, incident);
            return new Share(this, file, incident);
        }
    }

    /// <summary>Is this a file that was opened here, though it may be closed by now, or an older one beside it?</summary>
    public bool Contains(string path)
    {
        lock (_files)
            return _paths.Contains(path) || _paths.Any(ours => FileRotation.IsOld(ours, path));
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

    private sealed class Share(SharedFiles owner, FileSink file, Action<OutputIncident>? incident) : IOutputSink
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
            file.Leave(incident);
            owner.Close(file);
        }
    }
}
