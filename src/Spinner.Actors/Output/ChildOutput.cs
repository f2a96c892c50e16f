using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>
/// What all runs of a child print, line by line: the last lines of it, and those who follow it. One lock orders the lines, so that a subscriber
/// sees each line either among the last ones or as a new one.
/// </summary>
internal sealed class ChildOutput(ChildName name, int ringLines, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LineRing _ring = new(ringLines);
    private readonly List<SubscriptionQueue> _subscribers = [];
    private readonly List<RunStream> _held = [];
    private long _bytes;
    private long _droppedBefore;
    private bool _completed;

    public ChildName Name => name;

    /// <summary>Takes the next bytes of a stream. False: read no more of it until <see cref="RunStream.Resume"/>.</summary>
    public bool Append(RunStream stream, ReadOnlySpan<byte> data)
    {
        bool isFull;
        lock (_gate)
        {
            _bytes += data.Length;
            DateTimeOffset at = time.GetUtcNow();
            LineSplitter.Taker one = line => Take(stream, at, line);
            if (_subscribers.Count > 0 || stream.WantsLines)
                stream.Splitter.Append(data, one);
            else
                stream.Splitter.AppendInBulk(data, one, lines => _ring.AddMany(at, stream.Run, stream.IsError, lines));
            isFull = IsAnyFull();
            if (isFull && !_held.Contains(stream))
                _held.Add(stream);
        }

        stream.SayReady();
        return !isFull;
    }

    /// <summary>A stream has ended.</summary>
    public void End(RunStream stream)
    {
        lock (_gate)
        {
            DateTimeOffset at = time.GetUtcNow();
            stream.Splitter.Finish(line => Take(stream, at, line));
            _held.Remove(stream);
        }

        stream.SayReady();
    }

    public OutputCount Count()
    {
        lock (_gate)
            return new OutputCount(name, _bytes, _droppedBefore + _subscribers.Sum(subscriber => subscriber.Dropped));
    }

    public IReadOnlyList<OutputLine> Recent(int lines)
    {
        RawLines raw;
        lock (_gate)
            raw = _ring.Last(lines);
        return [.. Enumerable.Range(0, raw.Count).Select(index => raw.Line(name, index))];
    }

    public OutputSubscription Subscribe(OutputSubscriptionOptions options)
    {
        lock (_gate)
        {
            SubscriptionQueue queue = new(name, options, options.Tail > 0 ? _ring.Last(options.Tail) : RawLines.None);
            if (_completed)
                queue.Complete();
            else
                _subscribers.Add(queue);
            return new OutputSubscription(this, queue);
        }
    }

    /// <summary>A subscriber has left.</summary>
    public void Remove(SubscriptionQueue queue)
    {
        lock (_gate)
        {
            if (_subscribers.Remove(queue))
                _droppedBefore += queue.Dropped;
        }

        queue.Complete();
        Resume();
    }

    /// <summary>There will be no more lines for anybody.</summary>
    public void Complete()
    {
        SubscriptionQueue[] subscribers;
        lock (_gate)
        {
            _completed = true;
            subscribers = [.. _subscribers];
            _subscribers.Clear();
        }

        Array.ForEach(subscribers, subscriber => subscriber.Complete());
        Resume();
    }

    /// <summary>Has the streams read again that wait for a subscriber, if none is full.</summary>
    public void Resume()
    {
        RunStream[] held;
        lock (_gate)
        {
            if (_held.Count == 0 || IsAnyFull())
                return;
            held = [.. _held];
            _held.Clear();
        }

        // Outside the lock: a stream that is being read at this moment is waited for, and its reader may be waiting for the lock.
        Array.ForEach(held, stream => stream.Resume?.Invoke());
    }

    // All of them are asked: each tells later when it is full no more.
    private bool IsAnyFull()
    {
        bool full = false;
        foreach (SubscriptionQueue subscriber in _subscribers)
            full |= subscriber.IsFull();
        return full;
    }

    private void Take(RunStream stream, DateTimeOffset at, ReadOnlySpan<byte> line)
    {
        _ring.Add(at, stream.Run, stream.IsError, line);
        if (_subscribers.Count == 0 && !stream.WantsLines)
            return;
        OutputLine text = new(name, stream.Run, stream.IsError, at, System.Text.Encoding.UTF8.GetString(line));
        foreach (SubscriptionQueue subscriber in _subscribers)
            subscriber.Add(text);
        stream.Take(text);
    }
}
