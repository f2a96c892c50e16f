using Spinner.Cli.Contract;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>Events as the API tells them.</summary>
internal static class EventViews
{
    public const string Present = "present";
    public const string ReplayEnded = "replayEnded";

    /// <summary>The end of a replay.</summary>
    public static EventView EndOfReplay(DateTimeOffset at) => new(0, ReplayEnded, "", at) { Replay = true };

    /// <summary>How a child is, for a replay.</summary>
    public static EventView Replayed(ChildPresent present) => Of(present) with { Sequence = 0, Replay = true };

    public static EventView Of(ChildEvent fact)
    {
        EventView told = new(fact.Sequence, "", fact.Name.Value, fact.At)
        {
            Version = fact.Version,
            Cause = fact.Cause,
            Exit = fact.Exit is { } exit ? Views.Of(exit) : null,
            UptimeSeconds = fact.Uptime?.TotalSeconds,
            Stderr = fact.StderrTail is { Count: > 0 } tail ? tail : null,
        };
        return fact switch
        {
            ChildPresent e => OfPresent(told, e),
            ChildStarted e => told with { Type = "started", Run = e.Run, Endpoint = Views.Of(e.Endpoint) },
            ChildRestarted e => told with { Type = "restarted", Run = e.Run, Endpoint = Views.Of(e.Endpoint) },
            ChildStopped => told with { Type = "stopped" },
            ChildError e => told with { Type = "error", Error = StartFailures.ViewOf(e.Failure) },
            ChildFaulted e => told with { Type = "faulted", Error = StartFailures.ViewOf(e.Failure), RetryAfterSeconds = e.RetryAfter.TotalSeconds },
            ChildStateChanged e => told with { Type = "state", From = e.From.ToWire(), State = e.To.ToWire() },
            ChildUpdateChanged e => told with { Type = "update", Update = SpecWords.Lower<UpdatePhase>(e.Phase), Run = e.Run },
            ChildUpdateFailed e => told with { Type = "updateFailed", Error = StartFailures.ViewOf(e.Failure) },
            ChildWatchSuspended e => told with { Type = "watchSuspended", Path = e.Path },
            ChildHealthChanged e => told with { Type = "health", Health = SpecWords.Lower<ChildHealth>(e.Health) },
            ChildOutputLost e => told with { Type = "outputLost", Path = e.Path, LostBytes = e.LostBytes },
            ChildForgotten => told with { Type = "forgotten" },
            _ => throw new InvalidOperationException($"{fact.GetType().Name} has no place in the API."),
        };
    }

    private static EventView OfPresent(EventView told, ChildPresent present) => told with
    {
        Type = Present,
        State = present.State.ToWire(),
        Run = present.Run,
        Endpoint = present.Endpoint is { } endpoint ? Views.Of(endpoint) : null,
        Health = SpecWords.Lower<ChildHealth>(present.Health),
        Update = SpecWords.Lower<UpdatePhase>(present.Update),
        Error = present.UpdateFailure is { } failure ? StartFailures.ViewOf(failure) : null,
    };
}
