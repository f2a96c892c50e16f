using Spinner.Watching.Linux;
using Spinner.Watching.Portable;

namespace Spinner.Watching;

/// <summary>
/// Watches the file system. The system tells of changes to the folders, and every five seconds sizes, dates and inodes are compared in case it did
/// not. A date that changed without the content is no change; see <see cref="FileSeen.LargestHashed"/> and the baseline of <see cref="Source"/>.
/// </summary>
internal sealed class FileSourceWatcher : ISourceWatcher, IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action<Exception> _failed;
    private readonly IFolderEvents _events;
    private readonly SourceRegistry _registry;

    /// <param name="time">The clock of debounce and regular look.</param>
    /// <param name="isOwnFile">True for files that never count, such as the log files this host writes. Called from any thread, often.</param>
    /// <param name="warn">Told, once each, what makes watching slower than it should be.</param>
    /// <param name="events">The notifications; null: those of this system. Disposed with this.</param>
    public FileSourceWatcher(TimeProvider time, Func<string, bool>? isOwnFile = null, Action<string>? warn = null, IFolderEvents? events = null)
    {
        Action<string> tell = warn ?? (_ => { });
        _time = time;
        _failed = failure => tell($"A source could not be looked at: {failure}");
        _events = events ?? (OperatingSystem.IsLinux() ? new InotifyEvents(tell) : new SystemFolderEvents(tell));
        _registry = new SourceRegistry(spec => new Source(spec, _events, isOwnFile ?? (_ => false), time, _failed));
    }

    public IDisposable Watch(WatchRequest request, Action<string?> armed, Action<string> changed)
    {
        SourceWatch watch = new(_registry, armed, changed, _time, _failed);
        _ = Task.Run(() => watch.ArmAsync(request));
        return watch;
    }

    /// <summary>Ends the notifications; nothing that is still watched is told any more.</summary>
    public void Dispose()
    {
        _registry.Dispose();
        _events.Dispose();
    }
}
