using Spinner.Cli.Contract;

namespace Spinner.Cli.Rendering;

/// <summary>A child in few words.</summary>
internal static class ChildText
{
    /// <summary>Where it listens; <c>-</c> where it does not.</summary>
    public static string Endpoint(EndpointView? endpoint) => Plain.Text(endpoint?.Url ?? endpoint?.Path ?? "-");

    /// <summary>How it is and why: health, or the cause of a fault and how long until it is tried again.</summary>
    public static string Why(ChildView child)
    {
        List<string> parts = [];
        if (child.State == "started")
        {
            if (child.Health != "unknown")
                parts.Add(child.Health);
            if (child.Update != "none")
                parts.Add(child.Update == "starting" ? "updating" : "updated, the old run drains");
            if (child.UpdateFailure is { } failure)
                parts.Add($"update failed: {FirstLine(failure.Message)}");
            if (child.Status is { Length: > 0 } status)
                parts.Add(status);
        }
        else
        {
            parts.Add(child.IsPinned ? "stopped by hand" : FirstLine(child is { State: "faulted", LastError: { } error, Cause: "" } ? error.Message : child.Cause));
        }

        if (child.IsWatchSuspended)
            parts.Add("no longer watched: its source changed too often");
        if (Next(child) is { } next)
            parts.Add(next);
        return Plain.Text(string.Join("; ", parts.Where(part => part.Length > 0)));
    }

    /// <summary>When it is tried again, or can be; null when nothing is waited for.</summary>
    public static string? Next(ChildView child) => child switch
    {
        { NextAttemptSeconds: { } next } => $"next attempt in {Human.Wait(next)}",
        { State: "faulted", RetryAfterSeconds: > 0 and { } wait } => $"not started for {Human.Wait(wait)}",
        _ => null,
    };

    /// <summary>How a run ended.</summary>
    public static string Exit(ExitView exit) => exit switch
    {
        { Signal: { } signal } => $"ended by {Plain.Text(signal)}",
        { Code: { } code } => $"exit code {code}",
        _ => "exit unknown",
    };

    public static string Uptime(ChildView child) => child.UptimeSeconds is { } seconds ? Human.Since(seconds) : "-";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
