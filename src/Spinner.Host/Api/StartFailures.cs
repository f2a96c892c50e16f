using Microsoft.AspNetCore.Http;
using Spinner.Cli.Contract;
using Spinner.Cli.Verbs;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>What a failed start is to HTTP.</summary>
internal static class StartFailures
{
    public static string CodeOf(StartFailureReason reason) => Of(reason).Code;

    public static ProblemView ProblemOf(StartFailed failure)
    {
        (int status, string code) = Of(failure.Reason);
        IReadOnlyList<string>? errors = ErrorsOf(failure);
        return Problems.Of(status, code, errors is null ? failure.Message : $"'{failure.Name}' was not started, its spec has errors: {string.Join(" ", errors)}")
            with
        {
            Child = failure.Name.Value,
            Errors = errors,
            Stderr = failure.StderrTail is { Count: > 0 } tail ? tail : null,
            RetryAfter = failure.RetryAfter?.TotalSeconds,
            Exit = failure.Exit is { } exit ? Views.Of(exit) : null,
        };
    }

    public static FailureView ViewOf(StartFailed failure) => new(CodeOf(failure.Reason), failure.Message)
    {
        Errors = failure.Errors is { Count: > 0 } errors ? errors : null,
        Stderr = failure.StderrTail is { Count: > 0 } tail ? tail : null,
        RetryAfterSeconds = failure.RetryAfter?.TotalSeconds,
    };

    /// <summary>The errors of a spec in the names of the body.</summary>
    private static IReadOnlyList<string>? ErrorsOf(StartFailed failure) =>
        failure.Reason != StartFailureReason.InvalidSpec ? null
            : failure.Errors.Count == 0 ? [failure.Message]
            : [.. failure.Errors.Select(SpecOptions.InNamesOfBody)];

    private static (int Status, string Code) Of(StartFailureReason reason) => reason switch
    {
        StartFailureReason.InvalidSpec => (StatusCodes.Status422UnprocessableEntity, ProblemCodes.InvalidSpec),
        StartFailureReason.NoPort => (StatusCodes.Status503ServiceUnavailable, ProblemCodes.NoPort),
        StartFailureReason.PortTaken => (StatusCodes.Status503ServiceUnavailable, ProblemCodes.PortTaken),
        StartFailureReason.SpawnFailed => (StatusCodes.Status502BadGateway, ProblemCodes.SpawnFailed),
        StartFailureReason.BuildFailed => (StatusCodes.Status502BadGateway, ProblemCodes.BuildFailed),
        StartFailureReason.Exited => (StatusCodes.Status502BadGateway, ProblemCodes.Exited),
        StartFailureReason.DependencyFailed => (StatusCodes.Status502BadGateway, ProblemCodes.DependencyFailed),
        StartFailureReason.TimedOut => (StatusCodes.Status504GatewayTimeout, ProblemCodes.TimedOut),
        StartFailureReason.Stopped => (StatusCodes.Status409Conflict, ProblemCodes.Stopped),
        StartFailureReason.Faulted => (StatusCodes.Status409Conflict, ProblemCodes.Faulted),
        StartFailureReason.Pinned => (StatusCodes.Status409Conflict, ProblemCodes.Pinned),
        StartFailureReason.Busy => (StatusCodes.Status503ServiceUnavailable, ProblemCodes.Busy),
        StartFailureReason.ShuttingDown => (StatusCodes.Status503ServiceUnavailable, ProblemCodes.ShuttingDown),
        // An answer of other nodes alone: who has been let in here may do everything.
        StartFailureReason.NotAllowed => (StatusCodes.Status403Forbidden, OwnProblems.NotAllowed),
        _ => (StatusCodes.Status500InternalServerError, ProblemCodes.Internal),
    };
}
