using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

internal sealed partial class Foreman
{
    private readonly Dictionary<ChildName, string> _lastFailure = [];

    // A failure is told more than once: as an event, as an answer, and as the reason of a fault.
    private void Show(StartFailed told)
    {
        StartFailed failure = _plan.Shown(told);
        if (_lastFailure.TryGetValue(failure.Name, out string? last) && last == failure.Message)
            return;
        _lastFailure[failure.Name] = failure.Message;
        Show(failure.Name, Sentences.Of(failure, WithTail(failure)), isTrouble: true);
    }

    // What a child prints may have been shown; what its build prints has not.
    private bool WithTail(StartFailed failure) =>
        failure.Reason == StartFailureReason.BuildFailed
        || (_children.GetValueOrDefault(failure.Name)?.Spec.Stderr ?? _plan.Defaults().Stderr)?.Kind != OutputTargetKind.Inherit;

    private void Show(ChildName name, IReadOnlyList<string> lines, bool isTrouble = false)
    {
        foreach (string line in lines)
            _plan.Tell(name, line, isTrouble);
    }
}
