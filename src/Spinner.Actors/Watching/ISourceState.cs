namespace Spinner.Watching;

/// <summary>What a source looked like when it was last seen.</summary>
internal interface ISourceState
{
    /// <summary>The folder that notifications are asked for.</summary>
    string Folder { get; }

    /// <summary>The only name of interest in that folder; null: everything, and everything below.</summary>
    string? Name { get; }

    /// <summary>A guess that costs next to nothing, for the regular look. False also where there is no cheap way to guess.</summary>
    bool SeemsChanged();

    /// <summary>
    /// Looks again, at the paths that are said to have changed or at everything (null). Returns the path that did change, null when none
    /// did; a source that is gone has not changed until it is back.
    /// </summary>
    string? FindChange(IReadOnlyCollection<string>? touched);
}
