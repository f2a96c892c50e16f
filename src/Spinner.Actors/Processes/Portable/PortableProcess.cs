using System.ComponentModel;
using System.Diagnostics;
using Spinner.Protocol;

namespace Spinner.Processes.Portable;

/// <summary>One process behind System.Diagnostics.Process, which reaps it as soon as it exits.</summary>
internal sealed class PortableProcess : IChildProcess
{
    /// <summary>How long a stream may stay silent after the exit before it counts as drained.</summary>
    private static readonly TimeSpan _quietTime = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the exit waits for streams that do not end: a grandchild may hold one for long.</summary>
    private static readonly TimeSpan _drainTime = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan _pollTime = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _killAgainTime = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly ProcessReach _reach;
    private readonly IProcessObserver _observer;
    private readonly TimeProvider _time;
    private readonly Action<PortableProcess> _gone;
    private readonly OutputPipe _stdout;
    private readonly OutputPipe _stderr;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _reachable = new();
    private bool _killing;
    private volatile bool _exited;
    private bool _finished;

    public PortableProcess(
        Process process, ProcessReach reach, IProcessObserver observer, TimeProvider time, Action<PortableProcess> gone)
    {
        _process = process;
        _reach = reach;
        _observer = observer;
        _time = time;
        _gone = gone;
        Identity = ProcessIdentities.Of(process.Id);
        _stdout = new OutputPipe(process.StandardOutput.BaseStream, StreamKind.Stdout, observer, time);
        _stderr = new OutputPipe(process.StandardError.BaseStream, StreamKind.Stderr, observer, time);
    }

    public ProcessIdentity Identity { get; }

    /// <summary>Tells that it runs, then whatever happens to it. The reach is told first: what is not in the job yet may fork.</summary>
    public void Begin()
    {
        _reach.Started(_process);
        _observer.Spawned(this);
        CloseStdin();
        _ = Task.WhenAll(_stdout.ReadAsync(), _stderr.ReadAsync(), FollowAsync());
    }

    public bool Signal(StopSignal signal)
    {
        lock (_reachable)
        {
            // Process reaps at the exit, so from then on the pid may be anybody's.
            if (_finished || _process.HasExited)
                return false;
            _reach.Signal(_process, signal);
            return true;
        }
    }

    public void Kill(RunScope scope)
    {
        lock (_reachable)
        {
            if (_killing || _finished)
                return;
            _killing = true;
        }
        _ = Task.Run(KillUntilGoneAsync);
    }

    public void Settle(RunScope scope) => _settled.TrySetResult();

    public void ResumeOutput(StreamKind stream) => (stream == StreamKind.Stdout ? _stdout : _stderr).Resume();

    public IReadOnlyList<int> Survivors()
    {
        lock (_reachable)
            return _finished || _process.HasExited ? [] : [Identity.Pid];
    }

    /// <summary>Kills on this thread, for a supervisor that is closing.</summary>
    public void KillNow()
    {
        lock (_reachable)
        {
            if (_finished)
                return;
            try
            {
                _reach.Kill(_process);
            }
            catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
            {
                // Gone meanwhile, or a part of the tree was; whoever is left is tried again, and Survivors tells of it.
            }
        }
    }

    private async Task KillUntilGoneAsync()
    {
        while (!_exited || _reach.HasLeftovers)
        {
            KillNow();
            await Task.Delay(_killAgainTime, _time).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await DrainAsync().ConfigureAwait(false);
        _observer.Exited(Status(_process.ExitCode));
        _exited = true;
        await _settled.Task.ConfigureAwait(false);
        while (_reach.HasLeftovers)
            await Task.Delay(_pollTime, _time).ConfigureAwait(false);
        _gone(this);
        _observer.Gone();
        await EndOutputAsync().ConfigureAwait(false);
        lock (_reachable)
        {
            _finished = true;
            _process.Dispose();
            _reach.Dispose();
        }
    }

    /// <summary>Lets what was written before the exit arrive: until both streams have ended or fallen silent, within a limit.</summary>
    private async Task DrainAsync()
    {
        Task ended = Task.WhenAll(_stdout.Ended, _stderr.Ended);
        _stdout.Drain();
        _stderr.Drain();
        long exit = _time.GetTimestamp();
        while (!ended.IsCompleted && _time.GetElapsedTime(exit) < _drainTime)
        {
            TimeSpan sinceExit = _time.GetElapsedTime(exit);
            if (sinceExit >= _quietTime && _stdout.Quiet >= _quietTime && _stderr.Quiet >= _quietTime)
                return;
            await Task.WhenAny(ended, Task.Delay(_pollTime, _time)).ConfigureAwait(false);
        }
    }

    private async Task EndOutputAsync()
    {
        await Task.WhenAny(Task.WhenAll(_stdout.Ended, _stderr.Ended), Task.Delay(_drainTime, _time)).ConfigureAwait(false);
        _stdout.GiveUp();
        _stderr.GiveUp();
    }

    private void CloseStdin()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has closed its end already: the same to both.
        }
    }

    private static ExitStatus Status(int code) =>
        !OperatingSystem.IsWindows() && UnixSignals.NameOfExitCode(code) is { } signal
            ? ExitStatus.Signalled(signal)
            : ExitStatus.Exited(code);
}
