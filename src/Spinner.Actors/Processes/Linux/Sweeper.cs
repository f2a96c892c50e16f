using System.Diagnostics;

namespace Spinner.Processes.Linux;

/// <summary>
/// Looks for what is left of processes that are to be gone. One thread serves all of them and exists only while there are any; one pass over the
/// process table answers all requests made before it began, none made later.
/// </summary>
internal sealed class Sweeper(string hostPrefix)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _unkillable = TimeSpan.FromSeconds(1);

    // Past this many passes (some thirty seconds) what is left waits for a person, or for a disk.
    private const int PatientAfter = 600;

    private readonly object _gate = new();
    private readonly Dictionary<ILeftovers, long> _pending = [];
    private long _requests;
    private bool _running;

    /// <summary>Has them considered in the next pass, and the ones after it until they say that they are done.</summary>
    public void Request(ILeftovers leftovers)
    {
        lock (_gate)
        {
            _pending[leftovers] = ++_requests;
            Monitor.Pulse(_gate);
            if (_running)
                return;
            _running = true;
        }

        new Thread(Run) { IsBackground = true, Name = "spinner-sweep" }.Start();
    }

    private void Run()
    {
        HashSet<(int, ulong)> strangers = [];
        TimeSpan pause = _shortest;
        int passes = 0;
        for (KeyValuePair<ILeftovers, long>[] asked; (asked = Asked()).Length > 0;)
        {
            long began = Stopwatch.GetTimestamp();
            Pass(asked, strangers);
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
        {
            _running = _pending.Count > 0;
            return [.. _pending];
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
        ProcessScan scan = ProcessScan.Take(since, strangers, hostPrefix);
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
