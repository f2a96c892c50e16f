using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    private string _stopCause = "";
    private StopOutcome _stopOutcome;
    private ExitStatus? _stopExit;
    private TimeSpan? _stopUptime;

    /// <summary>Its run ends because it has done its work.</summary>
    private bool _completing;

    /// <summary>What the next start is to be: asked for while this stop goes on, or only defined meanwhile.</summary>
    private (ChildSpec Spec, ChildPlan Plan, bool IsWanted)? _queued;

    /// <summary>
    /// Asks the process group to end; kills it when <see cref="ChildPlan.StopTimeout"/> has passed. Callers who came while it was ending by itself
    /// want the run after this one.
    /// </summary>
    private void EnterStopping(string cause, bool byItself = false)
    {
        _stopOutcome = _state == ChildState.Faulted ? StopOutcome.AlreadyStopped : StopOutcome.Exited;
        (_stopCause, _stopExit, _stopUptime) = (cause, null, null);
        Timers.Cancel(IdleKey);
        if (_run is { } current) StopVitals(current);
        ReleaseWatch();
        Transition(ChildState.Stopping, Stopping, cause);
        StartFailed why = Failures.Stopped(_name);
        EndUpdate(why);
        if (!byItself) AnswerFailed(_startWaiters, why);
        EndLeases(cause);
        SweepCrashed();
        if (_run is { HasProcess: true } run)
        {
            AskToEnd(run);
        }
        else
        {
            EndRun();
        }
    }

    private void Stopping(object message)
    {
        switch (message)
        {
            case AwaitDependency { Condition: DependencyCondition.Completed } when _completing:
                WaitOn(new Waiter(Sender, Wish.In(message)!, null));
                break;

            // The last wish wins: a start waits for the run after this one, a stop takes it back.
            case StartChild or AcquireChild or AwaitDependency: Queue(Wish.In(message)!); break;
            case RestartChild restart:
                if (TryPlan(restart, out Request again)) Queue(again);
                break;
            case StopChild stop:
                Pin(stop);
                AnswerFailed(_startWaiters, Failures.Stopped(_name));
                if (_queued is { } queued) _queued = queued with { IsWanted = false };
                _stopWaiters.Add(Sender);
                break;
            case RunGone fact when IsCurrent(fact):
                if (_run!.OutlivedGrace) _stopOutcome = StopOutcome.Killed;
                EndRun();
                break;
            case ProcessRefused fact when IsCurrent(fact): EndRun(); break;
            case KillDeadlineReached fact when IsCurrent(fact): GiveUpKilling(_run!); break;
            default:
                if (_run is null || !HandleEnding(_run, message)) HandleInAnyState(message);
                break;
        }
    }

    private void Queue(Wish wish)
    {
        if (!IsRefused(wish) && TryPlan(wish, out Request request)) Queue(request);
    }

    private void Queue(Request request)
    {
        if (Await(_startWaiters, request))
        {
            if (!request.Wish.IsAutomatic) Unpin();
            _queued = (request.Spec, request.Plan, IsWanted: true);
        }
    }

    private void EndRun()
    {
        if (_run is { } run)
        {
            (_stopExit, _stopUptime) = (run.Exit, Uptime);
            Remove(run);
            _run = null;
        }

        FinishStopWhenAllIsGone();
    }

    private void FinishStopWhenAllIsGone()
    {
        if (_run is not null || _twin is not null)
        {
            return;
        }

        (_completed, _completing) = (_completing, false);
        BeginAfresh();
        (_lastError, _updateFailure, _restarts) = (null, null, 0);
        EnterStopped(_stopCause);
        Publish(new ChildStopped(_name, _version) { Uptime = _stopUptime });
        AnswerStops(new StopResult(_name, _stopOutcome) { Exit = _stopExit });
        AnswerDependentsOfEnd(ask => Failures.NotMet(_name, ask.Condition, _stopCause) with { StderrTail = Tail, Exit = _stopExit });
        StartQueued();
    }

    private void StartQueued()
    {
        if (_queued is not { } next)
        {
            if (_startWaiters.Any) EnterStarting("asked to start while it ended");
            return;
        }

        _queued = null;
        Adopt(next.Spec, next.Plan);
        if (next.IsWanted || _startWaiters.Any) EnterStarting("asked to start while stopping");
        else Keep();
    }
}
