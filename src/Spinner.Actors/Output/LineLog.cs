using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>
/// Passes lines to a log at a rate that a log bears, from a queue of bounded size: whoever adds never waits. What is more is dropped, and a
/// sentence tells how much.
/// </summary>
/// <param name="write">Takes a category and a line; not called by two threads at once. It may queue without bounds: hence the rate.</param>
/// <param name="tell">Told in a sentence what was dropped.</param>
/// <param name="time">Measures the pauses.</param>
internal sealed class LineLog(Action<string, OutputLine> write, Action<string> tell, TimeProvider time)
{
    /// <summary>How many lines may wait.</summary>
    public const int Capacity = 10_000;

    /// <summary>How many characters may wait.</summary>
    public const long MostChars = 8 * 1024 * 1024;

    /// <summary>How many lines are passed on before a pause.</summary>
    public const int Burst = 1000;

    /// <summary>How long it pauses, when there is more.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan _tellEvery = TimeSpan.FromSeconds(10);

    private readonly Queue<(string Category, OutputLine Line)> _queue = new();
    private readonly Dictionary<ChildName, long> _dropped = [];
    private long _chars;
    private long _told = time.GetTimestamp();
    private bool _isRunning;

    /// <summary>Queues a line; the oldest ones go when there is no room.</summary>
    public void Add(string category, OutputLine line)
    {
        lock (_queue)
        {
            while (_queue.Count >= Capacity || (_queue.Count > 0 && _chars + line.Text.Length > MostChars))
                Drop();
            _queue.Enqueue((category, line));
            _chars += line.Text.Length;
            if (_isRunning)
                return;
            _isRunning = true;
        }

        _ = Task.Run(WriteAllAsync);
    }

    private void Drop()
    {
        OutputLine oldest = Dequeue().Line;
        _dropped[oldest.Child] = _dropped.GetValueOrDefault(oldest.Child) + 1;
    }

    private (string Category, OutputLine Line) Dequeue()
    {
        (string Category, OutputLine Line) next = _queue.Dequeue();
        _chars -= next.Line.Text.Length;
        return next;
    }

    private async Task WriteAllAsync()
    {
        while (WriteBurst())
            await Task.Delay(Pause, time).ConfigureAwait(false);
    }

    /// <summary>False: nothing is left, and the next line begins anew.</summary>
    private bool WriteBurst()
    {
        for (int written = 0; written < Burst; written++)
        {
            (string Category, OutputLine Line) next;
            lock (_queue)
            {
                if (_queue.Count == 0)
                    break;
                next = Dequeue();
            }

            Write(next.Category, next.Line);
        }

        TellDropped();
        lock (_queue)
        {
            _isRunning = _queue.Count > 0;
            return _isRunning;
        }
    }

    private void Write(string category, OutputLine line)
    {
        try
        {
            write(category, line);
        }
        catch (Exception failure)
        {
            tell($"A line of output was not logged: {failure}");
        }
    }

    /// <summary>When the flood is over, and every ten seconds while it lasts.</summary>
    private void TellDropped()
    {
        KeyValuePair<ChildName, long>[] dropped;
        lock (_queue)
        {
            if (_queue.Count > 0 && time.GetElapsedTime(_told) < _tellEvery)
                return;
            dropped = [.. _dropped];
            _dropped.Clear();
            _told = time.GetTimestamp();
        }

        foreach ((ChildName child, long lines) in dropped)
            tell($"{lines} lines of '{child}' were not logged: it prints faster than a log should grow.");
    }
}
