using System.Globalization;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>What happened to a child, in plain words; each line of a result goes behind the child's prefix.</summary>
internal static class Sentences
{
    /// <summary>The states on the way; where they lead to is told by an event of its own.</summary>
    private static IReadOnlyList<string> Of(ChildStateChanged fact) => fact.To switch
    {
        ChildState.Starting => [fact.Cause == "asked to start" ? "starting" : $"starting ({fact.Cause})"],
        ChildState.Restarting => [$"restarting ({fact.Cause})"],
        ChildState.Stopping => ["stopping"],
        _ => [],
    };

    public static IReadOnlyList<string> Of(ChildEvent fact) => fact switch
    {
        ChildStateChanged e => Of(e),
        ChildStarted e => [e.Endpoint.Kind == EndpointKind.None ? "started" : $"started: {e.Endpoint.Url}"],
        ChildRestarted e => [e.Endpoint.Kind == EndpointKind.None ? "restarted" : $"restarted: {e.Endpoint.Url}"],
        ChildStopped e => [e.Exit is { } exit ? $"stopped ({exit})" : "stopped"],
        ChildUpdateChanged { Phase: UpdatePhase.Starting } e => [$"updating ({e.Cause}): the old run serves until the new one is ready"],
        ChildUpdateChanged { Phase: UpdatePhase.Draining } => ["updated: the old run goes on for a while, for those who know its address"],
        ChildWatchSuspended e => [$"no longer watched: {e.Path} changed again, {e.Cause}"],
        ChildHealthChanged { Health: ChildHealth.Unhealthy } e => [$"unhealthy: {e.Cause}"],
        ChildOutputLost e => [e.Cause],
        ChildForgotten => ["forgotten"],
        _ => [],
    };

    /// <summary>A failure, with the last stderr lines where they have not been shown already.</summary>
    public static IReadOnlyList<string> Of(StartFailed failure, bool withTail) =>
    [
        $"error: {failure.Message}",
        .. withTail ? Tail(failure) : [],
    ];

    /// <summary>An update that failed, with the last stderr lines where they have not been shown already.</summary>
    public static IReadOnlyList<string> Of(ChildUpdateFailed fact, bool withTail) =>
    [
        $"update failed, the old run serves on: {fact.Failure.Message}",
        .. withTail ? Tail(fact.Failure) : [],
    ];

    private static IEnumerable<string> Tail(StartFailed failure) =>
        failure.StderrTail.Select(line => $"  {(failure.Reason == StartFailureReason.BuildFailed ? "build" : "stderr")}: {line}");

    /// <summary>A start of this child takes longer than the spawn of a process; null when it does not.</summary>
    public static string? BuildNotice(ChildSpec spec) =>
        spec is { Command: null, Script: { } script } && script.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
            ? $"{Path.GetFileName(script)} is built before each start; the first time takes longest"
            : null;

    public static string NextAttempt(TimeSpan wait) => string.Create(
        CultureInfo.InvariantCulture, $"will be started again in {wait.TotalSeconds:0.#} s");

    public static string Faulted(ChildFaulted fact, bool isKeptUp) => string.Create(
        CultureInfo.InvariantCulture,
        $"faulted: failed too often, {(isKeptUp ? "will be started again in" : "refuses to start for")} {fact.RetryAfter.TotalSeconds:0.#} s");
}
