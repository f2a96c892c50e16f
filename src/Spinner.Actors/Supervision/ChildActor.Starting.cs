using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    /// <summary>Set while the one spawn that is allowed after a fault runs: its failure faults again.</summary>
    private bool _probation;

    /// <summary>Goes through the steps of a start (ChildActor.Steps.cs) until the child is ready; callers wait.</summary>
    private void EnterStarting(string cause)
    {
        Transition(ChildState.Starting, Starting, cause);
        BeginSteps(_run);
    }

    private void Starting(object message) => ComingUp(message, "asked to stop while starting");

    /// <summary>A failed start: counted if a spawn or a build was tried, answered to all who wait.</summary>
    private void FailStarting(StartFailed failure)
    {
        _failedStarts += failure.Reason is StartFailureReason.NoPort or StartFailureReason.Internal or StartFailureReason.DependencyFailed ? 0 : 1;
        if (_probation)
        {
            EnterFaulted(failure, "the start after a fault failed");
            return;
        }

        _lastError = failure;
        EnterStopped($"start failed: {failure.Reason}");
        Publish(new ChildError(_name, _version, failure));
        AnswerFailed(_startWaiters, failure);
        AnswerDependentsOfEnd(failure);
    }
}
