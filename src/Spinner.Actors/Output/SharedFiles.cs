using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>The files that are open for output, one per path.</summary>
/// <param name="tell">Told in a sentence when output is lost.</param>
internal sealed class SharedFiles(Action<string> tell)
{
    private readonly Dictionary<string, FileSink> _files = new(StringComparer.Ordinal);

    /// <summary>One stream's share of the file; the first opens it, the last closes it.</summary>
    public IOutputSink Open(OutputTarget target, Action<OutputIncident>? incident)
    {
        string path = target.Path!;
        lock (_files)
        {
            if (!_files.TryGetValue(path, out FileSink? file))
                _files.Add(path, file = new FileSink(path, AppendFile.Open(path), tell));
            file.Users++;
            file.Join(target, incident);
            return new Share(this, file, incident);
        }
    }

    /// <summary>Is this an open file, or an older one beside it?</summary>
    public bool Contains(string path)
    {
        lock (_files)
            return _files.ContainsKey(path) || _files.Keys.Any(open => FileRotation.IsOld(open, path));
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
