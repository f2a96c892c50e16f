using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Spinner.Watching;

namespace Spinner.Supervision;

/// <summary>The watch on the child's source: armed by a start, kept through failures and faults, released by a stop.</summary>
internal sealed partial class ChildActor
{
    private IDisposable? _watch;
    private string? _watchedPath;
    private int _watchNumber;

    private bool IsWatched(SourceChanged change) => _watch is not null && change.Watch == _watchNumber;

    private bool TryArmWatch([NotNullWhen(false)] out string? error)
    {
        error = null;
        string? path = _plan!.Monitor;
        if (path == _watchedPath)
        {
            return true;
        }

        ReleaseWatch();
        if (path is null)
        {
            return true;
        }

        (IActorRef self, int number) = (Self, ++_watchNumber);
        WatchRequest request = new(Path.GetDirectoryName(path) ?? path, [path], []);
        _watch = _services.Watcher.Watch(request, _ => { }, changed => self.Tell(new SourceChanged(number, changed), ActorRefs.NoSender));
        _watchedPath = path;
        return true;
    }

    private void ReleaseWatch()
    {
        _watch?.Dispose();
        (_watch, _watchedPath) = (null, null);
    }
}
