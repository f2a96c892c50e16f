using System.Runtime.CompilerServices;
using Spinner.Protocol;

namespace Spinner.Probes.Linux;

/// <summary>
/// Watches the kernel's socket tables on one thread for all starting children; the thread lives only while one is pending. A
/// child's own steps begin at 0.2 ms and grow with its waiting time to 50 ms, so looking adds at most some 5 % to any start.
/// </summary>
internal sealed class SockDiagProbe(TimeProvider time) : IReadinessProbe, IDisposable
{
    private const int StepShare = 20;

    // More children than these are starting anyway only as fast as the machine lets them, and need its time more than we do.
    private const int Few = 4;
    private static readonly TimeSpan _shortestStepOfFew = TimeSpan.FromMilliseconds(0.2);
    private static readonly TimeSpan _shortestStepOfMany = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longestStep = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private readonly List<Entry> _pending = [];
    private Thread? _poller;
    private bool _disposed;

    public IDisposable WhenListening(ProbeTarget target, Action<ProbeAnswer> answer) => Begin(target, isAccept: false, answer);

    public IDisposable WhenAccepting(ProbeTarget target, Action<ProbeAnswer> answer) => Begin(target, isAccept: true, answer);

    public bool IsListenedOn(ChildEndpoint endpoint)
    {
        if (endpoint.Kind != EndpointKind.Tcp)
            return false;
        try
        {
            using SocketTable table = new();
            List<TcpListenerSocket> found = [];
            table.ReadTcp(endpoint.Port, found);
            return found.Count > 0;
        }
        catch (NetlinkException)
        {
            // Short of descriptors or memory: nobody can be seen, which is what the answer says.
            return false;
        }
    }

    public void Dispose()
    {
        Entry[] pending;
        lock (_gate)
        {
            _disposed = true;
            pending = [.. _pending];
            Monitor.Pulse(_gate);
        }

        // Outside the lock: each waits for its callback, and a callback may ask us something.
        foreach (Entry entry in pending)
            entry.Probe.Dispose();
    }

    private PendingProbe Begin(ProbeTarget target, bool isAccept, Action<ProbeAnswer> answer)
    {
        PendingProbe probe = new(target, answer);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _pending.Add(new Entry(probe, isAccept, time.GetTimestamp()));
            if (_poller is null)
            {
                Thread poller = new(Poll) { IsBackground = true, Name = "spinner-probe" };
                poller.Start();
                // Not before: one that could not be started would be waited for by all later probes.
                _poller = poller;
            }

            Monitor.Pulse(_gate);
        }

        return probe;
    }

    private void Poll()
    {
        using ListenerSearch listeners = new();
        using AcceptSearch accepts = new(time);
        while (Step(listeners, accepts))
        {
        }
    }

    /// <summary>One pass and the wait for the next. A method of its own, for a long loop stays in slow code until it ends.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Step(ListenerSearch listeners, AcceptSearch accepts)
    {
        Entry[] due;
        long began;
        lock (_gate)
        {
            began = time.GetTimestamp();
            due = [.. _pending.Where(entry => entry.Due <= began && !entry.Probe.IsOver)];
        }

        if (due.Any(entry => !entry.IsAccept))
            listeners.Pass([.. due.Where(entry => !entry.IsAccept).Select(entry => entry.Probe)]);
        if (due.Any(entry => entry.IsAccept))
            accepts.Pass([.. due.Where(entry => entry.IsAccept).Select(entry => entry.Probe)]);

        TimeSpan wait = _longestStep;
        lock (_gate)
        {
            long now = time.GetTimestamp();
            TimeSpan shortest = _pending.Count > Few ? _shortestStepOfMany : _shortestStepOfFew;
            TimeSpan busy = time.GetElapsedTime(began, now);
            foreach (Entry entry in due)
                entry.Due = now + ToTicks(NextStep(entry, now, busy > shortest ? busy : shortest));

            for (int index = _pending.Count - 1; index >= 0; index--)
            {
                Entry entry = _pending[index];
                if (entry.Probe.IsOver)
                {
                    listeners.Forget(entry.Probe);
                    accepts.Forget(entry.Probe);
                    _pending.RemoveAt(index);
                    continue;
                }

                TimeSpan left = time.GetElapsedTime(now, entry.Due);
                wait = left < wait ? left : wait;
            }

            if (_disposed || _pending.Count == 0)
            {
                _poller = null;
                return false;
            }

            // One that came during the pass has not been looked for yet.
            if (wait <= TimeSpan.Zero)
                return true;
            wait = wait < shortest ? shortest : wait;
            if (wait >= _shortestStepOfMany)
            {
                Monitor.Wait(_gate, wait);
                return true;
            }
        }

        ShortPause.For(wait);
        return true;
    }

    /// <summary>A share of the time waited so far; at least as long as a look takes, so that looking never keeps a whole core busy.</summary>
    private TimeSpan NextStep(Entry entry, long now, TimeSpan shortest)
    {
        TimeSpan step = time.GetElapsedTime(entry.Since, now) / StepShare;
        return step > _longestStep ? _longestStep : step < shortest ? shortest : step;
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private sealed class Entry(PendingProbe probe, bool isAccept, long since)
    {
        public PendingProbe Probe { get; } = probe;
        public bool IsAccept { get; } = isAccept;
        public long Since { get; } = since;
        public long Due { get; set; } = since;
    }
}
