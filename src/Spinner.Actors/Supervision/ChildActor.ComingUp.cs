using Akka.Event;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What Starting and Restarting have in common; they differ in what brings them about and in what a failure means.</summary>
internal sealed partial class ChildActor
{
    private void ComingUp(object message, string causeOfStop)
    {
        switch (message)
        {
            case StartChild or AcquireChild or AwaitDependency: Join(Wish.In(message)!); break;
            case RestartChild restart: ReplaceOnRequest(restart); break;
            case StopChild stop: Stop(stop, causeOfStop); break;
            case SourceChanged change when IsNews(change):
                ForgetFailures();
                ReplaceRun($"changed: {change.Path}");
                break;
            default:
                if (!HandleStep(_run!, message)) HandleInAnyState(message);
                break;
        }
    }

    /// <summary>RestartChild in Starting and Restarting: the caller joins, and gets the run after this one.</summary>
    private void ReplaceOnRequest(RestartChild restart)
    {
        if (TryPlan(restart, out Request request) && Await(_startWaiters, request))
        {
            Adopt(request);
            BeginAfresh();
            ReplaceRun("asked to restart");
        }
    }

    /// <summary>A change or a request while a start is under way: the run is replaced at once, who waits goes on waiting.</summary>
    private void ReplaceRun(string cause)
    {
        _log.Info("Run {Run} is replaced: {Cause}", _runNumber, cause);
        _cause = cause;
        BeginSteps(_run);
    }
}
