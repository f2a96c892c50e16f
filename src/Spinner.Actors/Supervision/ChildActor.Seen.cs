using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What others may see of the child: its snapshot, its events, the ring of its transitions.</summary>
internal sealed partial class ChildActor
{
    private const int KeptTransitions = 100;

    private readonly Queue<Transition> _transitions = new();

    private void Record(ChildState from)
    {
        if (_transitions.Count == KeptTransitions)
        {
            _transitions.Dequeue();
        }

        _transitions.Enqueue(new Transition(_version, Time.GetUtcNow(), from, _state, _runNumber, _cause));
    }

    private void Publish(ChildEvent @event) => Publish(@event, _run);

    /// <summary>What an event does not say of itself is taken from the child as it is now, and from the run it is about.</summary>
    private void Publish(ChildEvent @event, Run? run)
    {
        bool tellsOfTrouble = @event is ChildStopped or ChildError or ChildFaulted or ChildStateChanged { To: ChildState.Restarting };
        ChildEvent told = @event with
        {
            At = Time.GetUtcNow(),
            Cause = @event.Cause.Length > 0 ? @event.Cause : _cause,
            Exit = @event.Exit ?? _lastExit,
            Uptime = @event.Uptime ?? UptimeOf(run),
            StderrTail = @event.StderrTail.Count > 0 || !tellsOfTrouble ? @event.StderrTail : TailOf(run),
        };
        _services.Figures.Note(told);
        _events.Tell(new EventHappened(told, Present()));
    }

    private void Publish(Output.OutputIncident incident) =>
        Publish(new ChildOutputLost(_name, _version, incident.Path, incident.LostBytes, incident.IsOver) { Cause = incident.Message });

    private ChildPresent Present() => new(_name, _version, _state, _runNumber, Endpoint)
    {
        At = Time.GetUtcNow(),
        Cause = _cause,
        Exit = _lastExit,
        Uptime = UptimeOf(_run),
        StderrTail = _state == ChildState.Faulted ? TailOf(_run) : [],
        Health = _run?.Vitals.Health ?? ChildHealth.Unknown,
        Update = _update,
        UpdateFailure = _updateFailure,
        IsWatchSuspended = _watchSuspended,
    };

    /// <summary>Where callers are sent; null when nothing serves.</summary>
    private ChildEndpoint? Endpoint => _state == ChildState.Started ? _run?.Started?.Endpoint : null;

    private TimeSpan? Uptime => UptimeOf(_run);

    private IReadOnlyList<string> Tail => TailOf(_run);

    private TimeSpan? UptimeOf(Run? run) => run?.Started is null ? null : Time.GetElapsedTime(run.StartedAt);

    private IReadOnlyList<string> TailOf(Run? run) => run?.Output?.Tail() ?? _lastTail;

    private ChildSnapshot Snapshot() => new(_name, _state, _version)
    {
        Endpoint = Endpoint,
        Pid = _run is { Exit: null } run ? run.Process?.Identity.Pid : null,
        Run = _runNumber,
        Restarts = _restarts,
        FailedStarts = _failedStarts,
        Uptime = _state == ChildState.Started ? Uptime : null,
        RetryAfter = _state == ChildState.Faulted ? RetryAfter() ?? TimeSpan.Zero : null,
        NextAttempt = NextAttempt,
        Cause = _cause,
        LastExit = _lastExit,
        LastError = _lastError,
        StderrTail = Tail,
        Update = _update,
        UpdateFailure = _updateFailure,
        Health = _run?.Vitals.Health ?? ChildHealth.Unknown,
        Status = _run?.Status,
        Leases = _holds.Count,
        IsPinned = _pinned,
        IsWatchSuspended = _watchSuspended,
        Transitions = [.. _transitions],
        Spec = _spec?.Redacted(),
    };
}
