using Spinner.Cli.Contract;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>From the protocol of the actors to the records of the API.</summary>
internal static class Views
{
    public static ChildView Of(ChildSnapshot child, bool isOfFile, GroupUsage? usage = null) => new(child.Name.Value, child.State.ToWire())
    {
        Version = child.Version,
        Run = child.Run,
        Pid = child.Pid,
        Endpoint = child.Endpoint is { } endpoint ? Of(endpoint) : null,
        Restarts = child.Restarts,
        FailedStarts = child.FailedStarts,
        UptimeSeconds = child.Uptime?.TotalSeconds,
        RetryAfterSeconds = child.RetryAfter?.TotalSeconds,
        NextAttemptSeconds = child.NextAttempt?.TotalSeconds,
        Cause = child.Cause,
        Health = SpecWords.Lower<ChildHealth>(child.Health)!,
        Update = SpecWords.Lower<UpdatePhase>(child.Update)!,
        Status = child.Status,
        Leases = child.Leases,
        IsPinned = child.IsPinned,
        IsWatchSuspended = child.IsWatchSuspended,
        Origin = isOfFile ? "file" : "hand",
        LastExit = child.LastExit is { } exit ? Of(exit) : null,
        LastError = child.LastError is { } error ? StartFailures.ViewOf(error) : null,
        UpdateFailure = child.UpdateFailure is { } failure ? StartFailures.ViewOf(failure) : null,
        Usage = usage is null ? null : new UsageView(usage.CpuTime.TotalSeconds, usage.ResidentBytes, usage.Processes),
        Spec = child.Spec is { } spec ? SpecWriter.Write(spec) : null,
    };

    /// <summary>With what only a look at one child shows.</summary>
    public static ChildView InFull(ChildSnapshot child, bool isOfFile, GroupUsage? usage) => Of(child, isOfFile, usage) with
    {
        Transitions = [.. child.Transitions.Select(change =>
            new TransitionView(change.At, change.From.ToWire(), change.To.ToWire(), change.Run, change.Cause))],
    };

    public static EndpointView Of(ChildEndpoint endpoint) => endpoint.Kind switch
    {
        EndpointKind.Tcp => new EndpointView("tcp") { Host = endpoint.Host, Port = endpoint.Port, Url = endpoint.Url },
        EndpointKind.Unix => new EndpointView("unix") { Path = endpoint.Path, Url = endpoint.Url },
        _ => new EndpointView("none"),
    };

    public static ExitView Of(ExitStatus exit) => new(exit.Code, exit.Signal);

    public static StopView Of(StopResult stopped) => new(stopped.Name.Value, WordOf(stopped.Outcome))
    {
        Exit = stopped.Exit is { } exit ? Of(exit) : null,
        Survivors = stopped.Survivors,
    };

    public static StartView Of(StartSucceeded started)
    {
        TimeSpan sum = TimeSpan.Zero;
        return new StartView(started.Name.Value, Of(started.Endpoint), started.Pid, started.Run)
        {
            SpecDiffers = started.SpecDiffers,
            Journey = [.. started.Journey.Select(step => new StepView(step.Step, (sum += step.Elapsed).TotalSeconds))],
        };
    }

    private static string WordOf(StopOutcome outcome) => outcome switch
    {
        StopOutcome.AlreadyStopped => "alreadyStopped",
        StopOutcome.StillAlive => "stillAlive",
        _ => SpecWords.Lower<StopOutcome>(outcome)!,
    };
}
