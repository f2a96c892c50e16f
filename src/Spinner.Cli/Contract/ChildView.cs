using System.Text.Json.Nodes;

namespace Spinner.Cli.Contract;

/// <summary>A child as the control API shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>stopped starting started stopping faulted restart</c>.</param>
public sealed record ChildView(string Name, string State)
{
    /// <summary>Grows with everything that happens to the child.</summary>
    public long Version { get; init; }

    /// <summary>The number of the present or last run; 0 before the first.</summary>
    public int Run { get; init; }

    /// <summary>The process group's leader; null when none lives.</summary>
    public int? Pid { get; init; }

    /// <summary>Where it listens; null when it does not.</summary>
    public EndpointView? Endpoint { get; init; }

    /// <summary>How often it was restarted since it was last started or stopped by request.</summary>
    public int Restarts { get; init; }

    /// <summary>Failed starts in a row.</summary>
    public int FailedStarts { get; init; }

    /// <summary>Since it became ready; null when it is not.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>How long a faulted child still refuses starts.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>How long until the next attempt that Spinner makes by itself.</summary>
    public double? NextAttemptSeconds { get; init; }

    /// <summary>Why it is in its state.</summary>
    public string Cause { get; init; } = "";

    /// <summary><c>unknown healthy unhealthy</c>: what its liveness check says.</summary>
    public string Health { get; init; } = "unknown";

    /// <summary><c>none starting draining</c>: the phase of a tandem update.</summary>
    public string Update { get; init; } = "none";

    /// <summary>What it last said of itself by <c>STATUS=</c>.</summary>
    public string? Status { get; init; }

    /// <summary>How many callers keep it from idling.</summary>
    public int Leases { get; init; }

    /// <summary>Stopped by hand: not started but by hand.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Its source changed too often and is no longer watched.</summary>
    public bool IsWatchSuspended { get; init; }

    /// <summary><c>file</c>: the configuration file has it; <c>hand</c>: somebody started it by its spec. <c>unknown</c>: of a child on another node.</summary>
    public string Origin { get; init; } = "hand";

    /// <summary>How its last run ended.</summary>
    public ExitView? LastExit { get; init; }

    /// <summary>Its last failure.</summary>
    public FailureView? LastError { get; init; }

    /// <summary>Why its last tandem update failed.</summary>
    public FailureView? UpdateFailure { get; init; }

    /// <summary>What its process group uses; only where asked for by <c>?usage=true</c>.</summary>
    public UsageView? Usage { get; init; }

    /// <summary>What it was started with, in the names of a start's body; values of <c>env</c> are <c>***</c>. Null when only its name is known.</summary>
    public JsonObject? Spec { get; init; }

    /// <summary>Its last 100 changes of state, the oldest first; not in lists.</summary>
    public IReadOnlyList<TransitionView>? Transitions { get; init; }
}

/// <summary>Where a child listens.</summary>
/// <param name="Kind"><c>tcp unix none</c>.</param>
public sealed record EndpointView(string Kind)
{
    /// <summary>The address, for tcp.</summary>
    public string? Host { get; init; }

    /// <summary>The port, for tcp.</summary>
    public int? Port { get; init; }

    /// <summary>The socket's path, for unix.</summary>
    public string? Path { get; init; }

    /// <summary><c>http://host:port/</c> or <c>unix:path</c>; null without an endpoint.</summary>
    public string? Url { get; init; }
}

/// <summary>How a process ended: by an exit code, by a signal, or unknown (both null).</summary>
public sealed record ExitView(int? Code, string? Signal);

/// <summary>Why a child did not start or was faulted.</summary>
/// <param name="Code">A stable code: see <see cref="ProblemCodes"/>.</param>
/// <param name="Message">What happened, to which child, and what to do.</param>
public sealed record FailureView(string Code, string Message)
{
    /// <summary>Everything that is wrong with its spec.</summary>
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>The last lines of its standard error, or of its build.</summary>
    public IReadOnlyList<string>? Stderr { get; init; }

    /// <summary>How long until a start is not refused.</summary>
    public double? RetryAfterSeconds { get; init; }
}

/// <summary>What a process group uses.</summary>
/// <param name="CpuSeconds">Processor time of its living processes so far.</param>
/// <param name="MemoryBytes">Resident memory.</param>
/// <param name="Processes">How many processes it has.</param>
public sealed record UsageView(double CpuSeconds, long MemoryBytes, int Processes);

/// <summary>One change of state.</summary>
public sealed record TransitionView(DateTimeOffset At, string From, string To, int Run, string Cause);

/// <summary>All children.</summary>
public sealed record ChildListView(IReadOnlyList<ChildView> Children);
