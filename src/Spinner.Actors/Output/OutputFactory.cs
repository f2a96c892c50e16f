using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>Opens the output of runs. Streams that go to one path, of whatever run or child, share one open file.</summary>
/// <param name="tailLines">How many stderr lines are kept per run.</param>
/// <param name="tailLineLength">How many characters of each.</param>
/// <param name="inherited">Where <see cref="OutputTargetKind.Inherit"/> leads; null: the supervisor's own stdout and stderr.</param>
/// <param name="log">Told in a sentence when output is lost, from any thread; does not throw.</param>
internal sealed class OutputFactory(int tailLines, int tailLineLength, IInheritedOutput? inherited, Action<string> log)
    : IOutputFactory, IDisposable
{
    private readonly Dictionary<string, FileSink> _files = new(StringComparer.Ordinal);
    private readonly SupervisorOutput? _own = inherited is null ? new SupervisorOutput() : null;

    public IRunOutput Open(ChildName child, OutputTarget stdout, OutputTarget stderr)
    {
        IOutputSink output = OpenSink(child, stdout, isError: false);
        try
        {
            return new RunOutput(output, OpenSink(child, stderr, isError: true), new TailBuffer(tailLines, tailLineLength), log);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Flushes what goes to the supervisor's own streams, within half a second. Open runs keep their files.</summary>
    public void Dispose() => _own?.Dispose();

    private IOutputSink OpenSink(ChildName child, OutputTarget target, bool isError) => target.Kind switch
    {
        OutputTargetKind.Null => NullSink.Instance,
        OutputTargetKind.Inherit => (inherited ?? _own!).Open(child.Value, isError),
        OutputTargetKind.File => OpenFile(target.Path ?? throw new IOException($"The output file of '{child}' has no path.")),
        _ => throw new ArgumentOutOfRangeException(nameof(target), target.Kind, "Not a kind of output target."),
    };

    private SharedFile OpenFile(string path)
    {
        lock (_files)
        {
            if (!_files.TryGetValue(path, out FileSink? file))
                _files.Add(path, file = new FileSink(path, AppendFile.Open(path), log));
            file.Users++;
            return new SharedFile(this, file);
        }
    }

    private void CloseFile(FileSink file)
    {
        lock (_files)
        {
            if (--file.Users > 0)
                return;
            _files.Remove(file.Path);
        }
        file.Close();
    }

    /// <summary>One stream's share of a file.</summary>
    private sealed class SharedFile(OutputFactory owner, FileSink file) : IOutputSink
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
            owner.CloseFile(file);
        }
    }
}
