using System.Globalization;
using Spinner.Protocol;
using Spinner.Supervision;

namespace Spinner.Host.Foreground;

/// <summary>What happened to a child, in plain words; each line of a result goes behind the child's prefix.</summary>
internal static class Sentences
{
    /// <summary>The states on the way; where they lead to is told by an event.</summary>
    public static IReadOnlyList<string> Of(StateChanged fact) => fact.To switch
    {
        ChildState.Starting => [fact.Cause == "asked to start" ? "starting" : $"starting ({fact.Cause})"],
        ChildState.Restarting => [$"restarting ({fact.Cause})"],
        ChildState.Stopping => ["stopping"],
        _ => [],
    };

    public static IReadOnlyList<string> Of(ChildEvent fact) => fact switch
    {
        ChildStarted e => [$"started: {e.Endpoint.Url}"],
        ChildRestarted e => [$"restarted: {e.Endpoint.Url}"],
        ChildStopped e => [e.Exit is { } exit ? $"stopped ({exit})" : "stopped"],
        _ => [],
    };

    /// <summary>A failure, with the last stderr lines where they have not been shown already.</summary>
    public static IReadOnlyList<string> Of(StartFailed failure, bool withTail) =>
    [
        $"error: {failure.Message}",
        .. withTail ? failure.StderrTail.Select(line => $"  stderr: {line}") : [],
    ];

    public static string Faulted(ChildFaulted fact) => string.Create(
        CultureInfo.InvariantCulture, $"faulted: failed too often, will be started again in {fact.RetryAfter.TotalSeconds:0.#} s");
}
