namespace Spinner.Watching;

/// <summary>Watches files and folders for changes of content.</summary>
internal interface ISourceWatcher
{
    /// <summary>Returns at once, and never throws for what the disk holds. Disposing the result ends the watch.</summary>
    /// <param name="request">What to watch.</param>
    /// <param name="armed">
    /// Called once, when the present content is known: with null, and what changes from then on is a change; or with a sentence that says why it
    /// cannot be watched, and then nothing follows.
    /// </param>
    /// <param name="changed">Called with the file that changed, one of them, once per burst of changes.</param>
    /// <returns>
    /// Once its Dispose has returned nothing is called any more: it waits for a call that is under way, so neither callback may block. Callbacks come
    /// from any thread, one at a time.
    /// </returns>
    IDisposable Watch(WatchRequest request, Action<string?> armed, Action<string> changed);
}
