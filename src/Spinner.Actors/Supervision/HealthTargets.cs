using Spinner.Policies;
using Spinner.Probes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>From the checks of a plan to what is to be tried.</summary>
internal static class HealthTargets
{
    public static HealthTarget OfReadiness(Run run, string marker, IReadOnlyDictionary<string, string> inherited, string? bindAddress)
    {
        ReadinessCheck check = run.Plan.Readiness;
        HealthCheckKind kind = check.Kind == ReadinessKind.Http ? HealthCheckKind.Http : HealthCheckKind.Exec;
        return Of(kind, run, run.Readiness.ListensOn ?? run.Endpoint, check.Path, check.Command, check.Timeout, marker, inherited, bindAddress);
    }

    public static HealthTarget OfLiveness(Run run, string marker, IReadOnlyDictionary<string, string> inherited, string? bindAddress)
    {
        LivenessCheck check = run.Plan.Liveness;
        HealthCheckKind kind = check.Kind switch
        {
            LivenessKind.Http => HealthCheckKind.Http,
            LivenessKind.Tcp => HealthCheckKind.Tcp,
            _ => HealthCheckKind.Exec,
        };
        return Of(kind, run, run.Started!.Endpoint, check.Path, check.Command, check.Timeout, marker, inherited, bindAddress);
    }

    private static HealthTarget Of(
        HealthCheckKind kind,
        Run run,
        ChildEndpoint endpoint,
        string? path,
        IReadOnlyList<string>? command,
        TimeSpan? timeout,
        string marker,
        IReadOnlyDictionary<string, string> inherited, string? bindAddress) => new(kind, endpoint)
        {
            Path = path ?? "/",
            Command = Placeholders.Fill(command ?? [], run.Plan.Name, run.Endpoint),
            WorkingDirectory = run.Plan.WorkingDirectory,
            Env = kind == HealthCheckKind.Exec ? LaunchSpecs.Environment(run, marker, inherited, bindAddress) : new Dictionary<string, string>(),
            Timeout = timeout ?? SpinnerDefaults.CheckTimeout,
        };
}
