using System.Collections.Concurrent;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// Counts what becomes of the runs of all children, for those who measure a Spinner: from its start on, so that nothing is lost on who looks later.
/// Written by the children's actors, read from any thread.
/// </summary>
internal sealed class RunFigures
{
    /// <summary>How many times of starts are kept for who asks for them first.</summary>
    private const int KeptTimes = 10_000;

    private readonly ConcurrentDictionary<ChildName, OfChild> _children = new();
    private readonly Lock _gate = new();
    private readonly Queue<(ChildName Name, TimeSpan Time)> _kept = new();
    private Action<ChildName, TimeSpan>? _listener;

    /// <summary>The counts of each child that has run.</summary>
    public IEnumerable<(ChildName Name, OfChild Counts)> Children => _children.Select(pair => (pair.Key, pair.Value));

    /// <summary>A child is ready: after a start, or again.</summary>
    public void Note(ChildEvent fact)
    {
        if (fact is ChildStarted) Interlocked.Increment(ref Of(fact.Name).Starts);
        else if (fact is ChildRestarted) Interlocked.Increment(ref Of(fact.Name).Restarts);
    }

    /// <summary>A process of a child has ended.</summary>
    public void NoteExit(ChildName name, ExitStatus status) => Of(name).Exits.AddOrUpdate(status, 1, static (_, count) => count + 1);

    /// <summary>A run has become ready, so long after it was begun.</summary>
    public void NoteReady(ChildName name, TimeSpan time)
    {
        lock (_gate)
        {
            if (_listener is { } listener)
            {
                listener(name, time);
                return;
            }

            if (_kept.Count == KeptTimes) _kept.Dequeue();
            _kept.Enqueue((name, time));
        }
    }

    /// <summary>The one who wants the times of starts: those kept so far come at once.</summary>
    /// <param name="listener">Called by one thread at a time; returns soon and does not throw.</param>
    public void Listen(Action<ChildName, TimeSpan> listener)
    {
        lock (_gate)
        {
            _listener = listener;
            while (_kept.TryDequeue(out (ChildName Name, TimeSpan Time) kept))
            {
                listener(kept.Name, kept.Time);
            }
        }
    }

    public void Forget(ChildName name) => _children.TryRemove(name, out _);

    private OfChild Of(ChildName name) => _children.GetOrAdd(name, static _ => new OfChild());

    /// <summary>The counts of one child.</summary>
    internal sealed class OfChild
    {
        /// <summary>How often it became ready after a start.</summary>
        public long Starts;

        /// <summary>How often it became ready again: after a crash, a change or a request.</summary>
        public long Restarts;

        /// <summary>How its processes ended, and how often.</summary>
        public ConcurrentDictionary<ExitStatus, long> Exits { get; } = new();
    }
}
