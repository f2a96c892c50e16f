using Microsoft.Extensions.Hosting;
using Spinner.Cli.Contract;
using Spinner.Hosting;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>An event as it is sent.</summary>
internal sealed record LoggedEvent(long Sequence, string Name, string Type, byte[] Json);

/// <summary>
/// The last events, read from Spinner once for all who follow them. Each reader has its own place in the log and is never waited for: one that falls
/// behind what is kept has lost its place, and is told so.
/// </summary>
internal sealed class EventLog(SpinnerClient spinner) : BackgroundService
{
    /// <summary>How many events are kept.</summary>
    public const int Capacity = 10_000;

    /// <summary>How many bytes of them; those of failures have long tails.</summary>
    public const long MostBytes = 16_000_000;

    private readonly Lock _gate = new();
    private readonly Queue<LoggedEvent> _kept = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private long _last;

    /// <summary>Adds an event; one that does not follow the last one begins the log anew.</summary>
    public void Add(ChildEvent fact)
    {
        EventView view = EventViews.Of(fact);
        LoggedEvent logged = new(fact.Sequence, view.Name, view.Type, ApiJson.Bytes(view, ApiJson.Contract.EventView));
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (fact.Sequence != _last + 1)
                (_bytes, _) = (0, Clear());
            _kept.Enqueue(logged);
            (_last, _bytes) = (fact.Sequence, _bytes + logged.Json.Length);
            while (_kept.Count > Capacity || (_bytes > MostBytes && _kept.Count > 1))
                _bytes -= _kept.Dequeue().Json.Length;
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
    }

    /// <summary>Whether everything after this event is known.</summary>
    public bool CanResumeAfter(long sequence)
    {
        lock (_gate)
            return sequence <= _last && IsKeptAfter(sequence);
    }

    /// <summary>The events after one, as far as they are there.</summary>
    /// <param name="sequence">The last one that was read.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="changed">Completes when there are more.</param>
    /// <returns>Null: some have been dropped.</returns>
    public IReadOnlyList<LoggedEvent>? ReadAfter(long sequence, int most, out Task changed)
    {
        lock (_gate)
        {
            changed = _changed.Task;
            if (sequence >= _last)
                return [];
            return IsKeptAfter(sequence) ? [.. _kept.Skip((int)(sequence + 1 - _kept.Peek().Sequence)).Take(most)] : null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (ChildEvent fact in spinner.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                if (!fact.IsReplay)
                    Add(fact);
                else
                    Skip(fact.Sequence);
            }
        }
        catch (Exception end) when (end is InvalidOperationException or OperationCanceledException)
        {
            // Spinner has ended, or the host is about to; the readers end with it.
        }
    }

    /// <summary>What happened until then is known to Spinner only.</summary>
    private void Skip(long sequence)
    {
        lock (_gate)
        {
            if (sequence != _last)
                (_last, _bytes, _) = (sequence, 0, Clear());
        }
    }

    private bool IsKeptAfter(long sequence) => sequence == _last || (_kept.TryPeek(out LoggedEvent? first) && sequence >= first.Sequence - 1);

    private bool Clear()
    {
        _kept.Clear();
        return true;
    }
}
