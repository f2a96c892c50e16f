using System.Text;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Portable;

/// <summary>Writes down what a launcher tells, and lets a test wait for it.</summary>
internal sealed class RecordingObserver : IProcessObserver
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);
    private readonly object _lock = new();
    private readonly List<string> _facts = [];
    private readonly StringBuilder _stdout = new();

    public IChildProcess? Process { get; private set; }
    public SpawnFailure? Failure { get; private set; }
    public ExitStatus? Status { get; private set; }

    public string Stdout => Locked(_stdout.ToString);
    public IReadOnlyList<string> Facts => Locked(() => _facts.ToArray());

    public void Spawned(IChildProcess process) => Note("spawned", () => Process = process);
    public void SpawnFailed(SpawnFailure failure) => Note("failed", () => Failure = failure);
    public void OutputEnded(StreamKind stream) => Note($"{stream} ended", () => { });
    public void Exited(ExitStatus status) => Note("exited", () => Status = status);
    public void Gone() => Note("gone", () => { });

    /// <summary>The answer to each piece of output: false holds the stream.</summary>
    public volatile bool GoesOn = true;

    public bool Output(StreamKind stream, ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data);
        Note($"{stream}", () => _ = stream == StreamKind.Stdout ? _stdout.Append(text) : _stdout);
        return GoesOn;
    }

    public void WaitFor(string fact) => WaitUntil(() => _facts.Contains(fact), fact);

    public void WaitForText(string text) => WaitUntil(() => _stdout.ToString().Contains(text, StringComparison.Ordinal), text);

    private void WaitUntil(Func<bool> condition, string what)
    {
        long start = TimeProvider.System.GetTimestamp();
        lock (_lock)
        {
            while (!condition())
            {
                TimeSpan left = _limit - TimeProvider.System.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_lock, left))
                    throw new TimeoutException($"'{what}' did not come; told so far: {string.Join(", ", _facts)}");
            }
        }
    }

    private void Note(string fact, Action act)
    {
        lock (_lock)
        {
            act();
            _facts.Add(fact);
            Monitor.PulseAll(_lock);
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }
}
