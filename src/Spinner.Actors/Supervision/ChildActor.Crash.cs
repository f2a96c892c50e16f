using Akka.Event;
using Spinner.Policies;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>An end that nobody asked for: an exit, or a run that is alive but no longer well.</summary>
internal sealed partial class ChildActor
{
    private readonly EndHistory _ends = new();
    private (long Since, TimeSpan Wait)? _nextAttempt;

    private TimeSpan? NextAttempt => _nextAttempt is { } next && (_update == UpdatePhase.Starting ? _twin!.Step : StartStep) == Step.Wait
        ? TimeSpan.FromTicks(Math.Max(0, (next.Wait - Time.GetElapsedTime(next.Since)).Ticks))
        : null;

    /// <summary>
    /// What is left of the group is killed at once, so that it holds neither port nor files. Strays are looked for when no restart waits for it.
    /// </summary>
    private void OnCrash(ExitStatus status)
    {
        Run run = _run!;
        NoteExit(run, status);
        string cause = run.IsLeaving ? $"ended with {status}, as it had said" : $"ended with {status}";
        RestartDecision decision = Decide(run, new UnexpectedEnd(status, cause));
        if (HandOver(cause))
        {
            return;
        }

        _crashed = decision.Kind == RestartDecisionKind.Restart ? Marker(run) : null;
        Kill(run, decision.Kind == RestartDecisionKind.Restart ? RunScope.Group : RunScope.Run);
        switch (decision.Kind)
        {
            case RestartDecisionKind.Restart: EnterRestarting(cause, decision.Wait); break;
            case RestartDecisionKind.Fault: EnterFaulted(Failures.EndedAgain(run, decision.Cause), decision.Cause); break;
            default:
                _completing = decision.Kind == RestartDecisionKind.Complete;
                EnterStopping(decision.Cause, byItself: true);
                break;
        }
    }

    /// <summary>
    /// A run that hangs, or has eaten too much, is asked to end like any other; but its end is the child's own fault. One that serves on goes when its
    /// successor is up, and is not to blame for a successor that did not come up.
    /// </summary>
    private void OnUnwell(string cause, bool servesOn = false)
    {
        Run run = _run!;
        _log.Warning("Run {Run}: {Cause}", run.Number, cause);
        if (servesOn && _updateFailure is not null)
        {
            ReplaceInTandem(run, cause, TimeSpan.Zero);
            return;
        }

        RestartDecision decision = Decide(run, UnexpectedEnd.Forced(cause));
        if (HandOver(cause))
        {
            return;
        }

        switch (decision.Kind)
        {
            case RestartDecisionKind.Restart when servesOn: ReplaceInTandem(run, cause, decision.Wait); break;
            case RestartDecisionKind.Restart: EnterRestarting(cause, decision.Wait); break;
            case RestartDecisionKind.Fault:
                Kill(run, RunScope.Run);
                EnterFaulted(Failures.EndedAgain(run, decision.Cause), decision.Cause);
                break;
            default: EnterStopping(decision.Cause, byItself: true); break;
        }
    }

    /// <summary>Should its successor not come up: the next try comes after the longest wait.</summary>
    private void ReplaceInTandem(Run run, string cause, TimeSpan wait)
    {
        BeginUpdate(cause, wait);
        MeasureMemoryAfter(run, run.Plan.BackoffMax);
    }

    private RestartDecision Decide(Run run, UnexpectedEnd end)
    {
        TimeSpan uptime = run.Started is null ? TimeSpan.Zero : Time.GetElapsedTime(run.StartedAt);
        PastEnds past = _ends.Record(Time.GetElapsedTime(0), uptime, run.Plan);

        // What has not even come up is not tried again without a wait, though it be the first of its row.
        if (run.Started is null && past.Consecutive == 0) past = past with { Consecutive = 1 };
        return RestartPolicy.Decide(run.Plan, end, past, _services.Random());
    }

    /// <summary>A restart that does not come up: with a backoff it is tried again, on the same port; otherwise not before the fault timeout.</summary>
    private bool TriesAgain(Run run, StartFailed failure, out string cause)
    {
        cause = $"restart failed: {failure.Reason}";
        if (run.Plan.Restart is not (RestartMode.Always or RestartMode.OnFailure))
        {
            return false;
        }

        RestartDecision decision = Decide(run, UnexpectedEnd.Forced(cause));
        if (decision.Kind != RestartDecisionKind.Restart)
        {
            cause = decision.Cause;
            return false;
        }

        _failedStarts++;
        _lastError = failure with { RetryAfter = decision.Wait };
        _cause = cause;
        _version++;
        Publish(new ChildError(_name, _version, _lastError));
        AnswerFailed(_startWaiters, _lastError);
        if (failure.Reason == StartFailureReason.PortTaken) ReturnLease(run, quarantine: true);
        Replace(run, decision.Wait);
        return true;
    }
}
