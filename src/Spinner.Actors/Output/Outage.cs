using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>
/// Whether a file takes no output just now, and who is to know. Each child that writes to the file is told once that it begins and once that it
/// is over, however many of its runs and streams write there. Guarded by the lock of its <see cref="FileSink"/>, which tells the news after it.
/// </summary>
internal sealed class Outage(string path, Action<string> log)
{
    private readonly List<(ChildName Child, Action<OutputIncident> Tell)> _listeners = [];
    private readonly List<Action> _news = [];
    private string? _begun;
    private long _dropped;

    /// <summary>A stream of a run comes. It learns of an outage that has begun, unless its child knows.</summary>
    public void Join(ChildName child, Action<OutputIncident> listener)
    {
        if (_begun is not null && !Knows(child))
            _news.Add(() => Tell(listener, new(path, _begun, IsOver: false, _dropped)));
        _listeners.Add((child, listener));
    }

    /// <summary>A stream of a run goes. With the last one of a child an outage is over for it.</summary>
    public void Leave(ChildName child, Action<OutputIncident> listener)
    {
        _listeners.Remove((child, listener));
        if (_begun is null || Knows(child))
            return;
        OutputIncident over = new(path, $"Output of '{child}' to '{path}' ended before it could be written again.", IsOver: true, _dropped);
        _news.Add(() => Tell(listener, over));
    }

    /// <summary>Bytes could not be written, or the file not be opened.</summary>
    public void Lose(long bytes, string reason)
    {
        _dropped += bytes;
        if (_begun is not null)
            return;
        _begun = $"Output to '{path}' is dropped until it can be written again: {reason}.";
        Announce(new(path, _begun, IsOver: false, _dropped));
    }

    /// <summary>Something was written.</summary>
    public void End()
    {
        if (_begun is null)
            return;
        Announce(new(path, $"Output to '{path}' is written again; {_dropped} bytes were dropped.", IsOver: true, _dropped));
        (_begun, _dropped) = (null, 0);
    }

    /// <summary>Nobody writes any more, and nobody listens.</summary>
    public void Close()
    {
        long dropped = _dropped;
        if (dropped > 0)
            _news.Add(() => log($"Output to '{path}' ended; its last {dropped} bytes were dropped."));
    }

    /// <summary>What is to be told now that the lock is left, in order.</summary>
    public Action[] TakeNews()
    {
        if (_news.Count == 0)
            return [];
        Action[] news = [.. _news];
        _news.Clear();
        return news;
    }

    private bool Knows(ChildName child) => _listeners.Any(listener => listener.Child == child);

    // The oldest run of a child speaks for all of them.
    private void Announce(OutputIncident incident)
    {
        Action<OutputIncident>[] listeners = [.. _listeners.DistinctBy(listener => listener.Child).Select(listener => listener.Tell)];
        _news.Add(() =>
        {
            log(incident.Message);
            Array.ForEach(listeners, listener => Tell(listener, incident));
        });
    }

    private void Tell(Action<OutputIncident> listener, OutputIncident incident)
    {
        try
        {
            listener(incident);
        }
        catch (Exception failure)
        {
            // It is told on the thread that serves all children, and of the whole file: nobody else may suffer.
            log($"It was not taken that '{path}' had an incident: {failure}");
        }
    }
}
