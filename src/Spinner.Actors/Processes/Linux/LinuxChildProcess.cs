using Spinner.Protocol;

namespace Spinner.Processes.Linux;

/// <summary>
/// A spawned process, leader of its session and group. Until it is reaped its pid names the group and nobody else; so signals to the group and the
/// reap exclude each other. What happens after its exit is in the other part of this class.
/// </summary>
internal sealed partial class LinuxChildProcess : IChildProcess, IReadyHandler, ILeftovers
{
    private readonly Lock _gate = new();
    private readonly LauncherParts _parts;
    private readonly IProcessObserver _observer;
    private readonly OutputPipe[] _outputs;
    private readonly string _marker;
    private int _pidFd;
    private ulong _serial;
    private bool _exitSeen;
    private bool _exited;
    private bool _reaped;
    private bool _reapedElsewhere;

    public LinuxChildProcess(
        ProcessIdentity identity, int pidFd, string marker, OutputPipe[] outputs, IProcessObserver observer, LauncherParts parts)
    {
        Identity = identity;
        _pidFd = pidFd;
        _marker = marker;
        _outputs = outputs;
        _observer = observer;
        _parts = parts;
    }

    public ProcessIdentity Identity { get; }

    private int Group => Identity.Pid;

    /// <summary>Tells the observer, then begins to watch: nothing may come before <see cref="IProcessObserver.Spawned"/>.</summary>
    public void Begin()
    {
        _observer.Spawned(this);
        foreach (OutputPipe output in _outputs)
            output.Start();
        if (!TryWatch())
            ReportExit(ExitStatus.Unknown, reapedElsewhere: true, new byte[64 * 1024]);
    }

    public bool Signal(StopSignal signal)
    {
        lock (_gate)
            return SignalGroup(Signals.NumberOf(signal));
    }

    public void Kill(RunScope scope)
    {
        lock (_gate)
        {
            _kill = Wider(_kill, scope);
            SignalGroup(Signals.Kill);
        }

        Advance();
    }

    public void Settle(RunScope scope)
    {
        lock (_gate)
            _settle = Wider(_settle, scope);
        Advance();
    }

    public void ResumeOutput(StreamKind stream)
    {
        foreach (OutputPipe output in _outputs)
        {
            if (output.Stream == stream)
                output.Resume();
        }
    }

    public IReadOnlyList<int> Survivors()
    {
        ProcessScan scan = ProcessScan.Take(Identity.StartTicks, [], _marker);
        lock (_gate)
            return [.. MembersIn(scan).Concat(StraysIn(scan)).Select(p => p.Pid).Distinct()];
    }

    void IReadyHandler.Ready(Span<byte> buffer)
    {
        ExitStatus? status;
        bool reapedElsewhere;
        lock (_gate)
        {
            if (_exitSeen)
                return;
            status = ExitReader.TryRead(_pidFd, Identity, out reapedElsewhere);
            if (status == null)
                return;
            _exitSeen = true;
            _parts.Exits.Remove(_pidFd, _serial);
        }

        ReportExit(status, reapedElsewhere, buffer);
    }

    /// <summary>False: nobody will tell of its exit. The lock holds the exit back until the serial is known.</summary>
    private bool TryWatch()
    {
        lock (_gate)
        {
            // Without a pidfd it was gone, reaped by somebody else, before we could look.
            if (_pidFd < 0)
                return false;
            _serial = _parts.Exits.Add(_pidFd, this);
            if (_serial != 0)
                return true;
            // The user's limit of watches is reached: what cannot be watched must not run.
            SignalGroup(Signals.Kill);
            ExitReader.WaitAndReap(Identity.Pid);
            return false;
        }
    }

    private void ReportExit(ExitStatus status, bool reapedElsewhere, Span<byte> buffer)
    {
        foreach (OutputPipe output in _outputs)
            output.DrainPresent(buffer);
        _observer.Exited(status);
        // Only now: whoever asks for Gone meanwhile must not get it before the exit.
        lock (_gate)
        {
            _exited = true;
            _reapedElsewhere = reapedElsewhere;
            if (reapedElsewhere)
                MarkReaped();
        }

        Advance();
    }

    private bool SignalGroup(int signal)
    {
        // Reaped by somebody else (the runtime does, as pid 1): the number may belong to a stranger from here on.
        if (_reaped || _pidFd < 0 || (LibC.SignalPidFd(_pidFd, 0) < 0 && LibC.Errno == LibC.ESRCH))
            return false;
        bool sent = LibC.kill(-Group, signal) == 0;
        _groupKilled |= sent && signal == Signals.Kill;
        return sent || LibC.Errno != LibC.ESRCH;
    }

    private void Reap()
    {
        if (_reaped)
            return;
        _parts.Guardian.Forget(Group);
        ExitReader.Reap(_pidFd);
        MarkReaped();
    }

    private void MarkReaped()
    {
        _reaped = true;
        Descriptors.Close(ref _pidFd);
    }

    private static RunScope Wider(RunScope? have, RunScope asked) => have is { } scope && scope > asked ? scope : asked;
}
