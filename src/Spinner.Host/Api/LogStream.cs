using System.Threading.Channels;
using Spinner.Hosting;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>
/// The output of some children, as one stream ordered by time: of each a subscription that begins with its last lines, so that between these and the new
/// ones none is lost or comes twice. A reader that is too slow misses lines, which are counted; it holds up no child, and costs a bounded memory.
/// </summary>
internal sealed class LogStream(SpinnerClient spinner, TimeProvider time, LogWriter to) : IDisposable
{
    /// <summary>How often a quiet stream says that it lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private const int Waiting = 1000;
    private const int MostWaiting = 10_000;

    private readonly Dictionary<string, LogSource> _sources = new(StringComparer.Ordinal);
    private readonly Channel<(OutputLine Line, long Dropped)> _live = Channel.CreateBounded<(OutputLine, long)>(Waiting);
    private readonly List<Task> _pumps = [];
    private Task<bool>? _more;

    public async Task OpenAsync(IEnumerable<string> names, int tail, bool follow, CancellationToken end)
    {
        string[] all = [.. names];
        int room = follow ? Math.Max(Waiting, MostWaiting / Math.Max(1, all.Length)) : 1;
        foreach (string name in all)
            await Open(name, tail, room, end).ConfigureAwait(false);
    }

    /// <summary>The last lines of all, the oldest first.</summary>
    public async Task WriteTailAsync(CancellationToken end)
    {
        PriorityQueue<LogSource, DateTimeOffset> next = new();
        foreach (LogSource source in _sources.Values)
            Enqueue(source);
        while (next.TryDequeue(out LogSource? source, out _))
        {
            to.Write(source.Next!, 0);
            Enqueue(source);
            if (to.IsFull && !await to.FlushAsync(end).ConfigureAwait(false))
                return;
        }

        await to.FlushAsync(end).ConfigureAwait(false);

        void Enqueue(LogSource source)
        {
            if (source.ReadTail())
                next.Enqueue(source, source.Next!.At);
        }
    }

    /// <summary>What they print from now on, until all have ended.</summary>
    /// <param name="events">Tells of new children, which join; null: none do.</param>
    /// <param name="place">The last event before the children were looked up.</param>
    /// <param name="end">Ends it.</param>
    public async Task FollowAsync(EventLog? events, long place, CancellationToken end)
    {
        using CancellationTokenSource all = CancellationTokenSource.CreateLinkedTokenSource(end);
        foreach (LogSource source in _sources.Values)
            _pumps.Add(source.PumpAsync(_live.Writer, all.Token));
        Task joining = events is null ? CompleteWithPumps() : JoinAsync(events, place, all.Token);
        try
        {
            while (await WriteLiveAsync(end).ConfigureAwait(false))
            {
                // On until nobody reads, or it is ended.
            }
        }
        finally
        {
            await all.CancelAsync().ConfigureAwait(false);
            await joining.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(_pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        foreach (LogSource source in _sources.Values)
            source.Dispose();
    }

    /// <summary>When all children have been forgotten there is nothing left to follow.</summary>
    private async Task CompleteWithPumps()
    {
        await Task.WhenAll(_pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _live.Writer.TryComplete();
    }

    private async Task<bool> WriteLiveAsync(CancellationToken end)
    {
        _more ??= _live.Reader.WaitToReadAsync(end).AsTask();
        try
        {
            if (!await _more.WaitAsync(Heartbeat, time, end).ConfigureAwait(false))
                return false;
            _more = null;
        }
        catch (TimeoutException)
        {
            to.Beat();
            return await to.FlushAsync(end).ConfigureAwait(false);
        }

        // What has come meanwhile is put in order; within a child it is so already.
        List<(OutputLine Line, long Dropped)> batch = [];
        while (batch.Count < Waiting && _live.Reader.TryRead(out (OutputLine, long) line))
            batch.Add(line);
        foreach ((OutputLine line, long dropped) in batch.OrderBy(one => one.Line.At))
        {
            to.Write(line, dropped);
            if (to.IsFull && !await to.FlushAsync(end).ConfigureAwait(false))
                return false;
        }

        return await to.FlushAsync(end).ConfigureAwait(false);
    }

    private async Task JoinAsync(EventLog events, long place, CancellationToken end)
    {
        while (true)
        {
            // Of events that were dropped nothing is known; what children there are is looked up instead.
            IReadOnlyList<LoggedEvent>? news = events.ReadAfter(place, int.MaxValue, out Task changed);
            if (news is null)
            {
                (IReadOnlyList<ChildPresent> children, place) = await spinner.PresentAsync(end).ConfigureAwait(false);
                foreach (ChildPresent child in children)
                    await Join(child.Name.Value).ConfigureAwait(false);
            }
            else if (news.Count == 0)
            {
                await changed.WaitAsync(end).ConfigureAwait(false);
            }
            else
            {
                foreach (LoggedEvent one in news)
                    await Join(one.Name, isForgotten: one.Type == "forgotten").ConfigureAwait(false);
                place = news[^1].Sequence;
            }
        }

        async Task Join(string name, bool isForgotten = false)
        {
            if (isForgotten && _sources.Remove(name, out LogSource? gone))
                gone.Dispose();
            else if (!isForgotten && !_sources.ContainsKey(name))
                _pumps.Add((await Open(name, LogEndpoint.LongestTail, Waiting, end).ConfigureAwait(false)).PumpAsync(_live.Writer, end));
        }
    }

    /// <param name="name">The child.</param>
    /// <param name="tail">How many of its last lines.</param>
    /// <param name="room">How many new ones may wait: a burst costs none, and memory is bounded.</param>
    /// <param name="end">Ends the wait.</param>
    private async Task<LogSource> Open(string name, int tail, int room, CancellationToken end)
    {
        OutputSubscriptionOptions options = new() { Tail = tail, Capacity = room };
        LogSource source = new(await spinner.FollowOutputAsync(name, options, end).ConfigureAwait(false));
        _sources[name] = source;
        return source;
    }
}
