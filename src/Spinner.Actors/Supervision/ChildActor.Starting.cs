using Spinner.Protocol;

namespace Spinner.Supervision;

internal sealed partial class ChildActor
{
    /// <summary>Set while the one spawn that is allowed after a fault runs: its failure faults again.</summary>
    private bool _probation;

    /// <summary>Goes through the steps of a start (ChildActor.Steps.cs) until the child is ready; callers wait.</summary>
    private void EnterStarting(string cause)
    {
        if (_queued is { } defined)
        {
            _queued = null;
            Adopt(defined.Spec, defined.Plan);
        }

        Transition(ChildState.Starting, Starting, cause);
        BeginSteps(_run);
    }

    private void Starting(object message) => ComingUp(message, "asked to stop while starting");

    /// <summary>A failed start: counted if a spawn or a build was tried, answered to all who wait.</summary>
    private void FailStarting(StartFailed failure)
    {
        _failedStarts += WasTried(failure.Reason) ? 1 : 0;
        if (_probation)
        {
            EnterFaulted(failure, "the start after a fault failed");
            return;
        }

        _lastError = failure;
        EnterStopped($"start failed: {failure.Reason}");
        Publish(new ChildError(_name, _version, failure));
        AnswerFailed(_startWaiters, failure);
        AnswerDependentsOfEnd(_ => failure);
    }

    private static bool WasTried(StartFailureReason reason) => reason
        is not (StartFailureReason.NoPort or StartFailureReason.Internal or StartFailureReason.DependencyFailed or StartFailureReason.InvalidSpec);
}
