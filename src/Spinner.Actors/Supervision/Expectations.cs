using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What a run did not live to do, in words.</summary>
internal static class Expectations
{
    /// <summary>What was still missing when the start ended: <c>it listened on http://127.0.0.1:7000/</c>.</summary>
    public static string Of(Run run)
    {
        ReadinessCheck check = run.Plan.Readiness;
        if (run.Readiness.ListensOn is null)
        {
            return run.Plan.Listen == ListenMode.Inherit ? "it accepted connections on descriptor 3" : $"it listened on {run.Endpoint}";
        }

        string complaint = run.Readiness.LastComplaint is { } last ? $" (last: {last})" : "";
        return check.Kind switch
        {
            ReadinessKind.Http => $"GET {check.Path} was answered well{complaint}",
            ReadinessKind.LogLine => $"it printed a line that matches \"{check.Pattern}\"",
            ReadinessKind.Notify => "it sent READY=1 to $NOTIFY_SOCKET",
            ReadinessKind.Exec => $"{check.Command![0]} ended with exit code 0{complaint}",
            _ => "it was ready",
        };
    }

    /// <summary>What a child that does not listen must do.</summary>
    public static string Hint(Run run) =>
        run.Readiness.ListensOn is null && run.Plan.Listen == ListenMode.Bind ? "; it must listen on $PORT" : "";
}
