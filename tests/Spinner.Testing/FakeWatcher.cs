using Spinner.Watching;

namespace Spinner.Testing;

/// <summary>Reports a change when the test makes one.</summary>
internal sealed class FakeWatcher : ISourceWatcher
{
    private readonly List<Watched> _watches = [];

    public IReadOnlyList<string> Paths => [.. _watches.Select(watch => watch.Path)];

    public IDisposable Watch(string path, Action<string> changed)
    {
        Watched watch = new(this, path, changed);
        _watches.Add(watch);
        return watch;
    }

    public void Change()
    {
        foreach (Watched watch in _watches.ToArray())
        {
            watch.Changed(watch.Path);
        }
    }

    private sealed record Watched(FakeWatcher Owner, string Path, Action<string> Changed) : IDisposable
    {
        public void Dispose() => Owner._watches.Remove(this);
    }
}
