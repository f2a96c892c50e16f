using Spinner.Output;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Output;

/// <summary>Leads what one process prints into a run's output, as the supervisor does, and lets a test wait for its end.</summary>
internal sealed class OutputRun(IRunOutput output) : IProcessObserver
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<IChildProcess> _spawned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _streams = 2;
    private long _bytes;

    public Task<IChildProcess> WhenSpawned => _spawned.Task.WaitAsync(_limit);

    public Task<ExitStatus> WhenExited => _exited.Task.WaitAsync(_limit);

    public Task WhenGone => _gone.Task.WaitAsync(_limit);

    /// <summary>Both streams have ended.</summary>
    public Task WhenEnded => _ended.Task.WaitAsync(_limit);

    /// <summary>How much has been read so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Spawned(IChildProcess process)
    {
        output.Resume = isError => process.ResumeOutput(isError ? StreamKind.Stderr : StreamKind.Stdout);
        _spawned.SetResult(process);
    }

    public void SpawnFailed(SpawnFailure failure) => _spawned.SetException(new InvalidOperationException(failure.Message));

    public bool Output(StreamKind stream, ReadOnlySpan<byte> data)
    {
        Interlocked.Add(ref _bytes, data.Length);
        return output.Write(stream == StreamKind.Stderr, data);
    }

    public void OutputEnded(StreamKind stream)
    {
        output.End(stream == StreamKind.Stderr);
        if (Interlocked.Decrement(ref _streams) == 0)
            _ended.SetResult();
    }

    public void Exited(ExitStatus status)
    {
        _exited.SetResult(status);
        _spawned.Task.Result.Settle(RunScope.Run);
    }

    public void Gone() => _gone.SetResult();
}
