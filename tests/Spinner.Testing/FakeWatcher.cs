using Spinner.Watching;

namespace Spinner.Testing;

/// <summary>Reports a change when the test makes one. Every watch is armed before <see cref="Watch"/> returns, unless the test says otherwise.</summary>
internal sealed class FakeWatcher : ISourceWatcher
{
    private readonly List<Watched> _watches = [];

    /// <summary>What the live watches include.</summary>
    public IReadOnlyList<string> Paths => [.. _watches.SelectMany(watch => watch.Request.Include)];

    /// <summary>What the live watches were asked for.</summary>
    public IReadOnlyList<WatchRequest> Requests => [.. _watches.Select(watch => watch.Request)];

    /// <summary>How many watches were asked for, those that are gone included.</summary>
    public int Asked { get; private set; }

    /// <summary>How many watches have not been answered yet.</summary>
    public int Pending => _watches.Count(watch => !watch.IsAnswered);

    /// <summary>New watches wait for <see cref="Arm"/>.</summary>
    public bool Holds { get; set; }

    /// <summary>Why watches cannot be armed; null: they can.</summary>
    public string? Refuses { get; set; }

    public IDisposable Watch(WatchRequest request, Action<string?> armed, Action<string> changed)
    {
        Watched watch = new(this, request, armed, changed);
        _watches.Add(watch);
        Asked++;
        if (!Holds)
        {
            Answer(watch);
        }

        return watch;
    }

    /// <summary>Answers every watch that waits.</summary>
    public void Arm() => Array.ForEach(_watches.Where(watch => !watch.IsAnswered).ToArray(), Answer);

    /// <summary>Tells every armed watch of a change, of its first path unless another is given.</summary>
    public void Change(string? path = null)
    {
        foreach (Watched watch in _watches.Where(watch => watch.IsArmed).ToArray())
        {
            watch.Changed(path ?? watch.Request.Include[0]);
        }
    }

    private void Answer(Watched watch)
    {
        watch.IsAnswered = true;
        watch.IsArmed = Refuses is null;
        watch.Armed(Refuses);
    }

    private sealed class Watched(FakeWatcher owner, WatchRequest request, Action<string?> armed, Action<string> changed) : IDisposable
    {
        public WatchRequest Request => request;

        public Action<string?> Armed => armed;

        public Action<string> Changed => changed;

        public bool IsAnswered { get; set; }

        public bool IsArmed { get; set; }

        public void Dispose() => owner._watches.Remove(this);
    }
}
