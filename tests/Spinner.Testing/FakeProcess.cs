using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Testing;

/// <summary>A process that exists only as a record of what was done to it, and ends when it is told to.</summary>
internal sealed class FakeProcess(int pid, LaunchSpec spec, IProcessObserver observer) : IChildProcess
{
    private RunScope? _settled;
    private bool _gone;

    public ProcessIdentity Identity { get; } = new(pid, 1, Guid.Empty);

    public LaunchSpec Spec { get; } = spec;

    public IProcessObserver Observer { get; } = observer;

    /// <summary>Ends at the first stop signal.</summary>
    public bool Obeys { get; set; } = true;

    /// <summary>Ends at SIGKILL.</summary>
    public bool IsMortal { get; set; } = true;

    /// <summary>The group outlives its leader until <see cref="Vanish"/>.</summary>
    public bool LeavesGroup { get; set; }

    public bool HasExited { get; private set; }

    public bool IsGone => _gone;

    public List<StopSignal> Signals { get; } = [];

    public List<RunScope> Kills { get; } = [];

    public List<StreamKind> Resumed { get; } = [];

    public RunScope? Settled => _settled;

    public bool Signal(StopSignal signal)
    {
        Signals.Add(signal);
        if (Obeys)
        {
            Exit(ExitStatus.Signalled("SIGTERM"));
        }

        return !_gone;
    }

    public void Kill(RunScope scope)
    {
        Kills.Add(scope);
        if (IsMortal)
        {
            LeavesGroup = false;
            Exit(ExitStatus.Signalled("SIGKILL"));
        }
    }

    public void Settle(RunScope scope)
    {
        _settled = scope;
        SayGone();
    }

    public void ResumeOutput(StreamKind stream) => Resumed.Add(stream);

    public IReadOnlyList<int> Survivors() => _gone ? [] : [Identity.Pid];

    /// <summary>The leader ends.</summary>
    public void Exit(ExitStatus status)
    {
        if (!HasExited)
        {
            HasExited = true;
            Observer.Exited(status);
        }

        SayGone();
    }

    /// <summary>The rest of the group ends.</summary>
    public void Vanish()
    {
        LeavesGroup = false;
        SayGone();
    }

    private void SayGone()
    {
        if (HasExited && !LeavesGroup && _settled is not null && !_gone)
        {
            _gone = true;
            Observer.Gone();
        }
    }
}
