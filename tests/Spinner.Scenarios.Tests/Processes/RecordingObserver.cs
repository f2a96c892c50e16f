using System.Collections.Concurrent;
using System.Text;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Processes;

/// <summary>Writes down what becomes of one spawn, in order, and lets a test wait for it.</summary>
internal sealed class RecordingObserver : IProcessObserver
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly StringBuilder _stdout = new();
    private readonly StringBuilder _stderr = new();
    private readonly TaskCompletionSource<IChildProcess> _spawned = New<IChildProcess>();
    private readonly TaskCompletionSource<SpawnFailure> _failed = New<SpawnFailure>();
    private readonly TaskCompletionSource<ExitStatus> _exited = New<ExitStatus>();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stdoutEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stderrEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The calls, by name, output left out.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What stdout had brought when the exit was told.</summary>
    public string? StdoutAtExit { get; private set; }

    public Task<IChildProcess> WhenSpawned => _spawned.Task.WaitAsync(_limit);

    public Task<SpawnFailure> WhenFailed => _failed.Task.WaitAsync(_limit);

    public Task<ExitStatus> WhenExited => _exited.Task.WaitAsync(_limit);

    public Task WhenGone => _gone.Task.WaitAsync(_limit);

    public Task WhenStdoutEnded => _stdoutEnded.Task.WaitAsync(_limit);

    public Task WhenStderrEnded => _stderrEnded.Task.WaitAsync(_limit);

    public bool IsGone => _gone.Task.IsCompleted;

    public bool HasStdoutEnded => _stdoutEnded.Task.IsCompleted;

    public string Stdout
    {
        get
        {
            lock (_stdout)
                return _stdout.ToString();
        }
    }

    public string Stderr
    {
        get
        {
            lock (_stderr)
                return _stderr.ToString();
        }
    }

    /// <summary>Does something when the exit is told, on the thread that tells it.</summary>
    public Action? OnExit { get; init; }

    public void Spawned(IChildProcess process)
    {
        Calls.Enqueue("Spawned");
        _spawned.TrySetResult(process);
    }

    public void SpawnFailed(SpawnFailure failure)
    {
        Calls.Enqueue("SpawnFailed");
        _failed.TrySetResult(failure);
    }

    /// <summary>The answer to each piece of output: false holds the stream.</summary>
    public volatile bool GoesOn = true;

    public bool Output(StreamKind stream, ReadOnlySpan<byte> data)
    {
        StringBuilder target = stream == StreamKind.Stdout ? _stdout : _stderr;
        lock (target)
            target.Append(Encoding.UTF8.GetString(data));
        return GoesOn;
    }

    public void OutputEnded(StreamKind stream) =>
        (stream == StreamKind.Stdout ? _stdoutEnded : _stderrEnded).TrySetResult();

    public void Exited(ExitStatus status)
    {
        StdoutAtExit = Stdout;
        Calls.Enqueue("Exited");
        _exited.TrySetResult(status);
        OnExit?.Invoke();
    }

    public void Gone()
    {
        Calls.Enqueue("Gone");
        _gone.TrySetResult();
    }

    /// <summary>Waits until stdout holds a text, and answers all of it.</summary>
    public async Task<string> StdoutWith(string text)
    {
        await Wait.Until(() => Stdout.Contains(text, StringComparison.Ordinal), $"\"{text}\" on stdout");
        return Stdout;
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
