using System.Collections.Concurrent;
using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>Opens the output of runs. Streams that go to one path, of whatever run or child, share one open file.</summary>
internal sealed class OutputFactory : IOutputFactory, IDisposable
{
    private readonly ConcurrentDictionary<ChildName, ChildOutput> _children = new();
    private readonly SharedFiles _files;
    private readonly OutputSettings _settings;
    private readonly SupervisorOutput? _own;
    private readonly LineLog? _lineLog;
    private volatile bool _disposed;

    public OutputFactory(OutputSettings settings)
    {
        _settings = settings;
        _files = new SharedFiles(settings.Tell, settings.Time);
        _own = settings.Inherited is null ? new SupervisorOutput() : null;
        _lineLog = settings.LogLine is { } write ? new LineLog(write, settings.Tell, settings.Time) : null;
    }

    public IRunOutput Open(OutputRequest request)
    {
        IOutputSink stdout = OpenSink(request, request.Stdout, isError: false);
        try
        {
            ReadyWatch ready = new(request.ReadyLine, request.Ready, _settings.Tell);
            return new RunOutput(
                stdout,
                OpenSink(request, request.Stderr, isError: true),
                new TailBuffer(_settings.TailLines, _settings.TailLineLength),
                Child(request.Child),
                Lines(request, request.Stdout, isError: false, ready),
                Lines(request, request.Stderr, isError: true, ready),
                _settings.Tell);
        }
        catch
        {
            stdout.Dispose();
            throw;
        }
    }

    public OutputSubscription Subscribe(ChildName child, OutputSubscriptionOptions options) => Child(child).Subscribe(options);

    public IReadOnlyList<OutputLine> Recent(ChildName child, int lines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lines);
        return _children.TryGetValue(child, out ChildOutput? output) ? output.Recent(lines) : [];
    }

    public IReadOnlyList<OutputCount> Counts() => [.. _children.Values.Select(child => child.Count())];

    public void Forget(ChildName child)
    {
        if (_children.TryRemove(child, out ChildOutput? output))
            output.Complete();
    }

    /// <summary>Is this a file of output, though it may be closed by now, or an older one beside it? The path is absolute.</summary>
    public bool IsOwnFile(string path) => _files.Contains(path);

    /// <summary>
    /// Ends all subscriptions, and flushes what goes to the supervisor's own streams, within half a second. Open runs keep their files.
    /// </summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (ChildOutput child in _children.Values)
            child.Complete();
        _own?.Dispose();
    }

    private ChildOutput Child(ChildName name)
    {
        ChildOutput child = _children.GetOrAdd(name, static (name, settings) => new ChildOutput(name, settings.RingLines, settings.Time), _settings);

        // Made while the factory was being disposed, perhaps: then nobody else ends its subscriptions.
        if (_disposed)
            child.Complete();
        return child;
    }

    private RunStream Lines(OutputRequest request, OutputTarget target, bool isError, ReadyWatch ready) => new(
        request.Run, isError, ready, target.Kind == OutputTargetKind.Logger ? _lineLog : null, request.LoggerCategory);

    private IOutputSink OpenSink(OutputRequest request, OutputTarget target, bool isError) => target.Kind switch
    {
        OutputTargetKind.Null or OutputTargetKind.Logger => NullSink.Instance,
        OutputTargetKind.Inherit => (_settings.Inherited ?? _own!).Open(request.Child.Value, isError),
        OutputTargetKind.File when target.Path is null => throw new IOException($"The output file of '{request.Child}' has no path."),
        OutputTargetKind.File => _files.Open(target, request.Child, request.Incident),
        _ => throw new ArgumentOutOfRangeException(nameof(target), target.Kind, "Not a kind of output target."),
    };
}
