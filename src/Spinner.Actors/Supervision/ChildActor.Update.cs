using Akka.Event;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// Tandem: the next run comes up beside the one that serves, takes over when it is ready, and the old one goes on for a while. The state stays
/// Started. The twin is the candidate until it takes over; from then on it is the old run.
/// </summary>
internal sealed partial class ChildActor
{
    private const string TandemKey = "tandem";

    private readonly Waiters _updateWaiters;
    private Run? _twin;
    private UpdatePhase _update;
    private string _updateCause = "";

    /// <summary>The cause of the update that begins when the old run has ended; null when none waits.</summary>
    private string? _pendingUpdate;
    private StartFailed? _updateFailure;

    /// <summary>A candidate is replaced; the end of an old run is waited for, as there are never more than two.</summary>
    private void BeginUpdate(string cause, TimeSpan wait = default)
    {
        if (_update == UpdatePhase.Starting)
        {
            _log.Info("Run {Run} is replaced: {Cause}", _twin!.Number, cause);
            _updateCause = cause;
            BeginSteps(_twin);
        }
        else if (_twin is null)
        {
            _updateCause = cause;
            _twin = NewRun(Time.GetTimestamp());
            SetUpdate(UpdatePhase.Starting, cause);
            Begin(_twin, wait);
        }
        else if (HasOutlivedKill(_twin))
        {
            // Its end may never come.
            _updateCause = cause;
            FailUpdate(Failures.Unkillable(_twin, _twin.Process!.Survivors()));
        }
        else
        {
            _pendingUpdate = cause;
        }
    }

    private void SetUpdate(UpdatePhase phase, string cause)
    {
        if (_update != phase)
        {
            _log.Info("Update: {Phase}, {Cause}", phase, cause);
            _update = phase;
            _version++;
            Publish(new ChildUpdateChanged(_name, _version, phase, _runNumber) { Cause = cause });
        }
    }

    /// <summary>The candidate is ready: callers are sent to it from now on.</summary>
    private void TakeOverFrom(Run old)
    {
        StopVitals(old);
        SwapRuns();
        _restarts++;
        (_failedStarts, _lastError, _updateFailure) = (0, null, null);
        SetUpdate(UpdatePhase.Draining, _updateCause);
        Publish(new ChildRestarted(_name, _version, _run!.Number, _run.Started!.Endpoint) { Cause = _updateCause });
        AnswerStarted(_updateWaiters);
        AnswerStarted(_startWaiters); // who came while the old run was leaving
        AnswerDependents();
        TellHolders(_run);
        BeginVitals(_run);
        ScheduleIdleStop();
        Timers.StartSingleTimer((TandemKey, old.Number), new TandemTimeOver(old.Number), old.Plan.TandemTime);
    }

    /// <summary>The old run has gone on for long enough; who still holds it is sent to the new one.</summary>
    private void EndDraining()
    {
        if (_update == UpdatePhase.Draining && _twin is { Asked: false, Killed: false } old)
        {
            Rebind(_run!);
            AskToEnd(old);
        }
    }

    /// <summary>Facts of the twin, in whatever state. False: the message is about something else.</summary>
    private bool HandleTwin(object message)
    {
        if (_twin is not { } twin || RunOf(message) != twin.Number)
        {
            return false;
        }

        if (_update == UpdatePhase.Starting ? HandleStep(twin, message) : HandleOld(twin, message))
        {
            return true;
        }

        HandleInAnyState(message);
        return true;
    }

    private bool HandleOld(Run old, object message)
    {
        switch (message)
        {
            case TandemTimeOver: EndDraining(); return true;
            case Notified fact when old.Step == Step.Up: OnNotified(old, fact.Message); return true;
            case ProcessExited fact:
                NoteExit(old, fact.Status);
                if (old is { Asked: false, Killed: false }) Kill(old, RunScope.Run);
                return true;
            case ProcessRefused or RunGone: OnTwinGone(old); return true;
            case KillDeadlineReached: GiveUpKilling(old); return true;
            default: return HandleEnding(old, message);
        }
    }

    private void OnTwinGone(Run twin)
    {
        Remove(twin);
        _twin = null;
        SetUpdate(UpdatePhase.None, $"run {twin.Number} has ended");
        if (_state == ChildState.Started)
        {
            Rebind(_run!);
            if (_pendingUpdate is { } cause)
            {
                _pendingUpdate = null;
                BeginUpdate(cause);
            }
        }
        else if (_state == ChildState.Stopping)
        {
            if (twin.OutlivedGrace) _stopOutcome = StopOutcome.Killed;
            FinishStopWhenAllIsGone();
        }
    }

    /// <summary>The run that serves goes on. An update that waits has a spec and callers of its own: it is not over with this one.</summary>
    private void FailUpdate(StartFailed failure)
    {
        _updateFailure = failure;
        if (_pendingUpdate is null) AdoptFrom(_run!);
        SetUpdate(UpdatePhase.None, $"update failed: {failure.Reason}");
        Publish(new ChildUpdateFailed(_name, _version, failure) { Cause = _updateCause, StderrTail = failure.StderrTail, Exit = failure.Exit });
        if (_pendingUpdate is null) AnswerFailed(_updateWaiters, failure);
    }

    /// <summary>
    /// The run that serves is lost while it has a twin: a candidate takes over where it is, an old run that has not been asked to end serves again.
    /// </summary>
    private bool HandOver(string cause)
    {
        if (_update == UpdatePhase.Starting)
        {
            Run old = SwapRuns();
            BequeathSocket(old, _run!);
            EndLost(old);
            _startWaiters.AddAll(_updateWaiters.TakeAll());
            EnterRestartingWithCandidate(old, cause);
            SetUpdate(UpdatePhase.None, cause);
            return true;
        }

        if (_update == UpdatePhase.Draining && _twin is { Asked: false, Killed: false, Exit: null, IsLeaving: false })
        {
            Run lost = SwapRuns();
            Timers.Cancel((TandemKey, _run!.Number));
            EndLost(lost);
            FailUpdate(Failures.CrashedAfterUpdate(lost, cause));
            _cause = $"run {lost.Number} {cause}; run {_run.Number} serves again";
            Publish(new ChildRestarted(_name, _version, _run.Number, _run.Started!.Endpoint));
            Rebind(_run);
            BeginVitals(_run);
            ScheduleIdleStop();
            AnswerStarted(_startWaiters); // who came while the lost run was leaving
            AnswerDependents(); // the old run may have been found healthy long ago
            return true;
        }

        return false;
    }

    /// <summary>Ends what is left of a run whose place the other one has taken.</summary>
    private void EndLost(Run lost)
    {
        StopVitals(lost);
        if (lost.Exit is null) AskToEnd(lost);
        else Kill(lost, RunScope.Run);
    }

    /// <summary>Callers wait in the backlog of a socket that we listen on: a candidate that has none yet gets it, as a restart would.</summary>
    private static void BequeathSocket(Run old, Run candidate)
    {
        if (candidate.Lease is null && old.Lease is { Listener: not null } socket && Fits(socket, candidate.Plan))
        {
            candidate.Lease = socket;
            old.SharesLease = true;
        }
    }

    /// <summary>Returns the run that was the child's. The lease of a socket that both serve goes with the child.</summary>
    private Run SwapRuns()
    {
        Run before = _run!;
        (_run, _twin) = (_twin, before);
        if (_run!.SharesLease)
        {
            (_run.SharesLease, before.SharesLease) = (false, true);
        }

        return before;
    }

    /// <summary>The child leaves Started: nothing new is begun, and what the twin is, is ended. Who waits for the update is told.</summary>
    private void EndUpdate(StartFailed why)
    {
        _pendingUpdate = null;
        SetUpdate(UpdatePhase.None, _cause);
        AnswerFailed(_updateWaiters, why);
        if (_twin is not { } twin)
        {
            return;
        }

        if (twin.HasProcess)
        {
            AskToEnd(twin);
        }
        else
        {
            twin.StopWaiting();
            Remove(twin);
            _twin = null;
        }
    }
}
