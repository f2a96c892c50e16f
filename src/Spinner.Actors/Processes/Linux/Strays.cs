namespace Spinner.Processes.Linux;

/// <summary>What carries the marker of a run that is gone itself: killed on sight. Used by the sweeper's thread only.</summary>
internal sealed class Strays(string marker) : ILeftovers
{
    private bool _sawAny;
    private int _emptyPasses;

    /// <summary>Nobody remembers when the run began.</summary>
    public ulong Since => 0;

    public bool NeedsMarkers => true;

    public bool TryFinish() => false;

    public bool Consider(ProcessScan scan)
    {
        IReadOnlyList<ProcStat> found = scan.CarriersOf(marker);
        foreach (ProcStat stray in found)
            ProvenSignal.Send(stray, Signals.Kill, carried => carried == marker);
        if (found.Count > 0)
        {
            (_sawAny, _emptyPasses) = (true, 0);
            return false;
        }

        // One that ended during the pass may have forked another, which the pass did not see.
        return ++_emptyPasses > 1 || (!_sawAny && !scan.SomeVanished);
    }
}
