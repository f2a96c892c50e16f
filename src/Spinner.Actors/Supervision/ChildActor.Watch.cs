using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

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
        string? path = _plan!.Monitor.Count > 0 ? _plan.Monitor[0] : null;
        if (path == _watchedPath)
        {
            return true;
        }

        ReleaseWatch();
        if (path is null)
        {
            return true;
        }

        try
        {
            (IActorRef self, int number) = (Self, ++_watchNumber);
            _watch = _services.Watcher.Watch(path, changed => self.Tell(new SourceChanged(number, changed), ActorRefs.NoSender));
            _watchedPath = path;
            return true;
        }
        catch (Exception refused) when (refused is IOException or ArgumentException)
        {
            // The path was there when the spec was checked; or the system has no more watches to give.
            error = $"{path} cannot be watched: {refused.Message}";
            return false;
        }
    }

    private void ReleaseWatch()
    {
        _watch?.Dispose();
        (_watch, _watchedPath) = (null, null);
    }
}
