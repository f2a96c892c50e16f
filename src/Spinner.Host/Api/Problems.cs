using Microsoft.AspNetCore.Http;
using Spinner.Cli.Contract;
using Spinner.Configuration;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>Ends a request with a problem.</summary>
internal sealed class ProblemException(ProblemView problem) : Exception(problem.Detail)
{
    public ProblemView Problem => problem;
}

/// <summary>Makes and writes problem details (RFC 9457).</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    public static ProblemView Of(int status, string code, string detail) => new($"urn:spinner:problem:{code}", Title(code), status, code, detail);

    public static ProblemException BadRequest(string detail, IReadOnlyList<string>? errors = null) =>
        new(Of(StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest, detail) with { Errors = errors });

    public static ProblemException UnknownChild(string name, IEnumerable<string> known) =>
        new(Of(StatusCodes.Status404NotFound, ProblemCodes.UnknownChild, $"There is no child '{name}'{Suggestion.For(name, known)}") with { Child = name });

    public static ProblemException OfFile(string name) => new(Of(
        StatusCodes.Status409Conflict, ProblemCodes.OfFile, $"'{name}' is a child of the configuration file: take it out there, and reload. To stop it for good: spinner stop.")
        with
    { Child = name });

    public static ProblemException NotFound() =>
        new(Of(StatusCodes.Status404NotFound, ProblemCodes.NotFound, "There is nothing at this path; GET /openapi/v1.json lists what there is."));

    public static ProblemException ShuttingDown() =>
        new(Of(StatusCodes.Status503ServiceUnavailable, ProblemCodes.ShuttingDown, "Spinner is shutting down."));

    public static ProblemException InvalidSpec(string name, IReadOnlyList<string> errors) => new(
        Of(StatusCodes.Status422UnprocessableEntity, ProblemCodes.InvalidSpec, $"'{name}' was not started, its spec has errors: {string.Join(" ", errors)}")
        with
        { Child = name, Errors = errors });

    public static ProblemException StillAlive(StopResult stopped) => new(Of(
        StatusCodes.Status502BadGateway,
        ProblemCodes.StillAlive,
        $"'{stopped.Name}' could not be stopped: {string.Join(", ", stopped.Survivors)} outlived SIGKILL; look what they wait for.")
        with
    { Child = stopped.Name.Value, Exit = stopped.Exit is { } exit ? Views.Of(exit) : null });

    public static Task Write(HttpContext context, ProblemView problem)
    {
        if (problem.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(seconds, 1)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ApiJson.Write(context, problem, ApiJson.Contract.ProblemView, problem.Status, ContentType);
    }

    private static string Title(string code) => code switch
    {
        ProblemCodes.InvalidSpec => "The spec has errors",
        ProblemCodes.InvalidRequest => "The request cannot be understood",
        ProblemCodes.UnknownChild => "There is no such child",
        ProblemCodes.NotFound => "There is nothing at this path",
        ProblemCodes.MethodNotAllowed => "The path has other methods",
        ProblemCodes.Faulted => "The child is faulted",
        ProblemCodes.Pinned => "The child was stopped for good",
        ProblemCodes.Stopped => "The child was stopped meanwhile",
        ProblemCodes.Exited => "The child ended before it was ready",
        ProblemCodes.SpawnFailed => "The child could not be started",
        ProblemCodes.BuildFailed => "The build of the child failed",
        ProblemCodes.DependencyFailed => "A child it depends on did not come up",
        ProblemCodes.StillAlive => "Processes outlived SIGKILL",
        ProblemCodes.NoPort => "No port is free",
        ProblemCodes.PortTaken => "Others took its ports",
        ProblemCodes.Busy => "Too many callers wait for the child",
        ProblemCodes.ShuttingDown => "Spinner is shutting down",
        ProblemCodes.NotReady => "Spinner is not ready",
        ProblemCodes.TimedOut => "The child was not ready in time",
        ProblemCodes.Unauthorized => "The token is missing or wrong",
        ProblemCodes.WrongHost => "Another host is meant",
        ProblemCodes.WrongOrigin => "Web pages of this origin may not ask",
        ProblemCodes.TooLarge => "The body is too large",
        ProblemCodes.TooSlow => "The request came too slowly",
        ProblemCodes.NotJson => "The body is no JSON",
        ProblemCodes.OfFile => "The child is one of the configuration file",
        ProblemCodes.NoFile => "There is no configuration file",
        ProblemCodes.InvalidFile => "The configuration file has errors",
        _ => "Spinner failed",
    };
}
