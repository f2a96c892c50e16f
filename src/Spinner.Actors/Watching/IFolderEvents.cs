namespace Spinner.Watching;

/// <summary>The system's notifications about the entries of single folders. The same folder, watched often, is watched by the system once.</summary>
internal interface IFolderEvents : IDisposable
{
    /// <summary>Null: the folder is missing, unreadable, or the system has no watch left. Never throws.</summary>
    /// <param name="folder">The folder; what lies in folders below it is not told.</param>
    /// <param name="namesOnly">Only appearing and vanishing entries, not their content.</param>
    /// <param name="notice">Called on a thread that must not be held up.</param>
    IDisposable? TryWatch(string folder, bool namesOnly, Action<FolderEvent> notice);
}

/// <summary>Something happened to an entry of a folder.</summary>
/// <param name="Name">The entry. Null: anything may have happened, also to the folder itself: look at all, and watch it anew.</param>
/// <param name="MayBeFolder">Whether the entry may be, or have been, a folder.</param>
internal readonly record struct FolderEvent(string? Name, bool MayBeFolder);
