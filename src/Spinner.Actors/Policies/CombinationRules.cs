using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>Options that are fine one by one and not together. Where one of them is null nothing is said.</summary>
internal static class CombinationRules
{
    private const string NoEndpoint = "needs an endpoint, and there is none: give endpoint tcp or unix";

    public static void Check(ChildSpec spec, PlanErrors errors)
    {
        if (spec.Endpoint == EndpointKind.None)
        {
            CheckWorker(spec, errors);
        }

        // With one socket for both runs, connecting to it does not tell which of them answers.
        if (spec is { Tandem: true, Listen: ListenMode.Inherit, Readiness: { } check }
            && check.Kind is not (ReadinessKind.LogLine or ReadinessKind.Notify or ReadinessKind.Exec))
        {
            errors.Add($"tandem with listen inherit does not go with readiness {CheckRules.Word(check.Kind)}, for which the old run would answer: "
                + "give a readiness of log, notify or exec.");
        }

        if (spec is { Backoff: { } first, BackoffMax: { } max } && first > max)
        {
            errors.Add($"backoff {Limits.Text(first)} is longer than backoff-max {Limits.Text(max)}: give a shorter one, or a longer backoff-max.");
        }
    }

    private static void CheckWorker(ChildSpec spec, PlanErrors errors)
    {
        if (spec.Readiness is { } readiness && EndpointMerge.NeedsEndpoint(readiness))
        {
            errors.Add($"readiness {CheckRules.Word(readiness.Kind)} {NoEndpoint}, or a readiness of log, notify, exec or none.");
        }

        if (spec.Liveness is { } liveness && EndpointMerge.NeedsEndpoint(liveness))
        {
            errors.Add($"liveness {CheckRules.Word(liveness.Kind)} {NoEndpoint}, or a liveness of exec, watchdog or none.");
        }

        if (spec.Listen == ListenMode.Inherit)
        {
            errors.Add($"listen inherit {NoEndpoint}, or listen bind.");
        }
    }
}
