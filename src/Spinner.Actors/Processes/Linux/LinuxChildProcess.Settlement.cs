namespace Spinner.Processes.Linux;

// From the exit of the leader to the end of everything that belongs to it.
internal sealed partial class LinuxChildProcess
{
    private static readonly TimeSpan _outputGrace = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<(int Pid, ulong Start)> _askedToEnd = [];
    private RunScope? _settle;
    private RunScope? _kill;
    private bool _groupKilled;
    private bool _gone;
    private bool _sawAlive;
    private int _emptyPasses;
    private ITimer? _outputDeadline;

    public ulong Since => Identity.StartTicks;

    /// <summary>True when a pass has to read the markers for this process.</summary>
    public bool NeedsMarkers => _settle == RunScope.Run || _kill == RunScope.Run || _reapedElsewhere;

    /// <summary>Is it gone, as far as can be told without the process table? After a kill of a lone process, yes.</summary>
    public bool TryFinish()
    {
        lock (_gate)
        {
            if (_gone)
                return true;
            if (!_exited || !_groupKilled || _settle != RunScope.Group || _kill == RunScope.Run)
                return false;
            // All members have SIGKILL pending, and a fork with a signal pending fails: nobody can be added to the group any more.
            Reap();
            _gone = GroupIsEmpty();
            if (!_gone)
                return false;
        }

        AnnounceGone();
        return true;
    }

    /// <summary>Acts on what a pass has found. True: nothing is left to do.</summary>
    public bool Consider(ProcessScan scan)
    {
        lock (_gate)
        {
            if (_gone)
                return true;
            List<ProcStat> members = [.. MembersIn(scan)];
            List<ProcStat> strays = NeedsMarkers ? [.. StraysIn(scan)] : [];
            Pursue(members, strays);
            if (members.Count > 0 || strays.Count > 0)
            {
                (_sawAlive, _emptyPasses) = (true, 0);
                return false;
            }

            if (!_exited || !scan.IsReliable || ++_emptyPasses < RequiredPasses(scan))
                return false;
            if (_settle == null)
                return true;
            Reap();
            _gone = true;
        }

        AnnounceGone();
        return true;
    }

    private void Advance()
    {
        if (!TryFinish() && HasWork())
            _parts.Sweeper.Request(this);
    }

    private bool HasWork()
    {
        lock (_gate)
            return !_gone && (_kill == RunScope.Run || (_exited && (_settle != null || (_reapedElsewhere && _kill != null))));
    }

    private void Pursue(List<ProcStat> members, List<ProcStat> strays)
    {
        if (_kill != null && members.Count > 0 && !SignalGroup(Signals.Kill))
            members.ForEach(m => SignalProven(m, Signals.Kill));
        foreach (ProcStat stray in strays)
        {
            if (_kill == RunScope.Run)
                SignalProven(stray, Signals.Kill);
            else if (_settle == RunScope.Run && members.Count == 0 && _exited && _askedToEnd.Add((stray.Pid, stray.StartTicks)))
                SignalProven(stray, Signals.Terminate);
        }
    }

    // A process that ended during the pass may have forked one that the pass did not see: then look once more.
    private int RequiredPasses(ProcessScan scan)
    {
        bool certain = _groupKilled && !NeedsMarkers;
        bool quiet = !_sawAlive && !scan.SomeVanished && !scan.All.Any(p => p.Group == Group && p.Pid != Group);
        return certain || quiet ? 1 : 2;
    }

    private IEnumerable<ProcStat> MembersIn(ProcessScan scan)
    {
        // Without the unreaped leader the number of the group proves nothing; the marker does.
        IEnumerable<ProcStat> candidates = _reapedElsewhere ? scan.CarriersOf(_marker) : scan.All;
        bool reused = _reaped && scan.All.Any(p => p.Pid == Group && p.StartTicks != Identity.StartTicks);
        return reused ? [] : candidates.Where(p => p.Group == Group && p.IsAlive);
    }

    private IEnumerable<ProcStat> StraysIn(ProcessScan scan) => scan.CarriersOf(_marker).Where(p => p.Group != Group);

    private void SignalProven(ProcStat process, int signal) => ProvenSignal.Send(process, signal, marker => marker == _marker);

    private bool GroupIsEmpty() => LibC.kill(-Group, 0) < 0 && LibC.Errno == LibC.ESRCH;

    private void AnnounceGone()
    {
        _parts.Guardian.Forget(Group);
        _parts.Runs?.Remove(Group);
        _parts.Forget(this);
        _observer.Gone();
        if (_outputs.All(o => o.HasEnded))
            return;
        // The pipes' readers have 500 ms for the last words; whoever holds a stream longer is none of ours.
        _outputDeadline = _parts.Time.CreateTimer(_ => GiveUpOutput(), null, _outputGrace, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the streams that are still open.</summary>
    public void GiveUpOutput()
    {
        foreach (OutputPipe output in _outputs)
            output.GiveUp();
        _outputDeadline?.Dispose();
    }
}
