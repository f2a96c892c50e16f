namespace Spinner.Cli.Contract;

/// <summary>An error of the API: problem details of RFC 9457.</summary>
/// <param name="Type">A URN: <c>urn:spinner:problem:</c> and the code.</param>
/// <param name="Title">The kind of problem, in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A stable code: see <see cref="ProblemCodes"/>.</param>
/// <param name="Detail">What happened, to which child, and what to do.</param>
public sealed record ProblemView(string Type, string Title, int Status, string Code, string Detail)
{
    /// <summary>The child it is about.</summary>
    public string? Child { get; init; }

    /// <summary>Everything that is wrong, where the request or the configuration is.</summary>
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>The last lines of the child's standard error, or of its build.</summary>
    public IReadOnlyList<string>? Stderr { get; init; }

    /// <summary>Seconds until a start is not refused, also in the header <c>Retry-After</c>.</summary>
    public double? RetryAfter { get; init; }

    /// <summary>How its process ended.</summary>
    public ExitView? Exit { get; init; }
}

/// <summary>The codes of problems; they do not change.</summary>
public static class ProblemCodes
{
    /// <summary>422: the spec has errors; each is listed.</summary>
    public const string InvalidSpec = "invalid_spec";

    /// <summary>400: the request itself cannot be understood.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>404: there is no child of that name.</summary>
    public const string UnknownChild = "unknown_child";

    /// <summary>404: there is nothing at that path.</summary>
    public const string NotFound = "not_found";

    /// <summary>405: the path has other methods.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>409: it failed too often and refuses for a while.</summary>
    public const string Faulted = "faulted";

    /// <summary>409: stopped by hand, and the start was not by hand.</summary>
    public const string Pinned = "pinned";

    /// <summary>409: it was stopped while it started.</summary>
    public const string Stopped = "stopped";

    /// <summary>502: its process ended before it was ready.</summary>
    public const string Exited = "exited";

    /// <summary>502: its process could not be spawned.</summary>
    public const string SpawnFailed = "spawn_failed";

    /// <summary>502: its build failed.</summary>
    public const string BuildFailed = "build_failed";

    /// <summary>502: something it depends on did not start.</summary>
    public const string DependencyFailed = "dependency_failed";

    /// <summary>502: processes outlived SIGKILL.</summary>
    public const string StillAlive = "still_alive";

    /// <summary>503: no port of its range is free.</summary>
    public const string NoPort = "no_port";

    /// <summary>503: somebody else took its port, again and again.</summary>
    public const string PortTaken = "port_taken";

    /// <summary>503: too many wait for it.</summary>
    public const string Busy = "busy";

    /// <summary>503: the host is shutting down.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>504: it was not ready in time.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>401: the token is missing or wrong.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>421: the Host header names another host.</summary>
    public const string WrongHost = "wrong_host";

    /// <summary>403: a web page of another origin asks.</summary>
    public const string WrongOrigin = "wrong_origin";

    /// <summary>503: the actors of the host do not answer.</summary>
    public const string NotReady = "not_ready";

    /// <summary>408: the body came too slowly.</summary>
    public const string TooSlow = "too_slow";

    /// <summary>413: the body is over 1 MB.</summary>
    public const string TooLarge = "too_large";

    /// <summary>415: the body is no JSON.</summary>
    public const string NotJson = "not_json";

    /// <summary>409: the child is one of the configuration file, and is forgotten by taking it out there.</summary>
    public const string OfFile = "of_file";

    /// <summary>409: the host has no configuration file to reload.</summary>
    public const string NoFile = "no_file";

    /// <summary>422: the configuration file has errors; each is listed, and nothing was changed.</summary>
    public const string InvalidFile = "invalid_file";

    /// <summary>500: a defect of Spinner.</summary>
    public const string Internal = "internal";
}
