namespace Spinner.Watching;

/// <summary>Watches files and folders by the system's notifications, with a look of its own every few seconds for those that get lost.</summary>
internal sealed class FileSourceWatcher(TimeProvider time) : ISourceWatcher
{
    /// <summary>
    /// The present content is the one that later content is compared with, so it is read before this returns: a change right
    /// after the call is a change.
    /// </summary>
    public IDisposable Watch(string path, Action<string> changed)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        ISourceState state = Directory.Exists(full) ? new FolderState(full) : new FileState(full);
        return new SourceWatch(state, changed, time);
    }
}
