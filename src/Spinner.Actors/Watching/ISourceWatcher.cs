namespace Spinner.Watching;

/// <summary>Watches one file or folder for changes that deserve a restart.</summary>
internal interface ISourceWatcher
{
    /// <summary>
    /// Calls back, from any thread, with the path that changed, once per burst of changes. The folder is watched, not the
    /// file: an atomic rename, or delete and create, is a change. Disposing the result ends it.
    /// </summary>
    IDisposable Watch(string path, Action<string> changed);
}
