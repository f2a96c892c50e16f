using System.Diagnostics;

namespace Spinner.Processes.Linux;

/// <summary>
/// Looks for what is left of processes that are to be gone. One thread serves all of them, and sleeps while there are none (made anew for each, it could not be made when threads are short); one pass over the
/// process table answers all requests made before it began, none made later.
/// </summary>
internal sealed class Sweeper : IDisposable
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _unkillable = TimeSpan.FromSeconds(1);

    // Past this many passes (some thirty seconds) what is left waits for a person, or for a disk.
    private const int PatientAfter = 600;

    private readonly object _gate = new();
    private readonly Dictionary<ILeftovers, long> _pending = [];
    private readonly string _hostPrefix;
    private long _requests;
    private bool _disposed;

    public Sweeper(string hostPrefix)
    {
        _hostPrefix = hostPrefix;
        new Thread(Run) { IsBackground = true, Name = "spinner-sweep" }.Start();
    }

    /// <summary>Has the process considered in the next pass, and the ones after it until it says that it is done.</summary>
    public void Request(ILeftovers process)
    {
        lock (_gate)
        {
            _pending[process] = ++_requests;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the thread after the pass it is in.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _pending.Clear();
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (WaitForWork())
            SweepAll();
    }

    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (_pending.Count == 0 && !_disposed)
                Monitor.Wait(_gate);
            return !_disposed;
        }
    }

    private void SweepAll()
    {
        HashSet<(int, ulong)> strangers = [];
        TimeSpan pause = _shortest;
        int passes = 0;
        for (KeyValuePair<ILeftovers, long>[] asked; (asked = Asked()).Length > 0;)
        {
            long began = Stopwatch.GetTimestamp();
            TryPass(asked, strangers);
            TimeSpan busy = Stopwatch.GetElapsedTime(began);
            if (Rest(asked.Max(a => a.Value), busy, pause))
            {
                (pause, passes) = (_shortest, 0);
                continue;
            }

            passes++;
            pause = passes > PatientAfter ? _unkillable : TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, _longest.Ticks));
        }
    }

    private KeyValuePair<ILeftovers, long>[] Asked()
    {
        lock (_gate)
            return [.. _pending];
    }

    private void TryPass(KeyValuePair<ILeftovers, long>[] asked, HashSet<(int, ulong)> strangers)
    {
        try
        {
            Pass(asked, strangers);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No descriptors left for /proc. Nothing has been learned, so nothing counts as gone; the next pass asks again.
        }
    }

    private void Pass(KeyValuePair<ILeftovers, long>[] asked, HashSet<(int, ulong)> strangers)
    {
        List<KeyValuePair<ILeftovers, long>> open = [];
        foreach (KeyValuePair<ILeftovers, long> request in asked)
        {
            if (request.Key.TryFinish())
                Done(request);
            else
                open.Add(request);
        }

        if (open.Count == 0)
            return;
        ulong? since = open.Where(r => r.Key.NeedsMarkers).Select(r => (ulong?)r.Key.Since).Min();
        ProcessScan scan = ProcessScan.Take(since, strangers, _hostPrefix);
        foreach (KeyValuePair<ILeftovers, long> request in open)
        {
            if (request.Key.Consider(scan))
                Done(request);
        }
    }

    // A request made during the pass asks for more than the pass could answer.
    private void Done(KeyValuePair<ILeftovers, long> request)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(request.Key, out long latest) && latest == request.Value)
                _pending.Remove(request.Key);
        }
    }

    /// <summary>Rests at least as long as the pass took, so that many requests one after another do not cost a whole core. True: something new.</summary>
    private bool Rest(long seen, TimeSpan busy, TimeSpan pause)
    {
        long began = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (_pending.Count > 0)
            {
                bool isNew = _requests > seen;
                TimeSpan left = (isNew || busy > pause ? busy : pause) - Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                    return isNew;
                Monitor.Wait(_gate, (int)Math.Ceiling(left.TotalMilliseconds));
            }

            return false;
        }
    }
}
