using System.Collections.Immutable;

namespace Spinner.Protocol;

/// <summary>An answer about one child. Asking for this type receives every kind of answer.</summary>
/// <param name="Name">The child.</param>
public abstract record ChildReply(ChildName Name);

/// <summary>The answer to <see cref="StartChild"/> and <see cref="RestartChild"/>: <see cref="StartSucceeded"/> or <see cref="StartFailed"/>.</summary>
/// <param name="Name">The child.</param>
public abstract record StartResult(ChildName Name) : ChildReply(Name);

/// <summary>The child is ready.</summary>
/// <param name="Name">The child.</param>
/// <param name="Endpoint">Where it listens; <see cref="ChildEndpoint.None"/> for a worker.</param>
/// <param name="Pid">The process id of the group's leader.</param>
/// <param name="Run">The number of the run: 1 for the first spawn of this name, never used twice.</param>
/// <param name="Journey">How the run's start went, step by step.</param>
public sealed record StartSucceeded(ChildName Name, ChildEndpoint Endpoint, int Pid, int Run, IReadOnlyList<JourneyStep> Journey)
    : StartResult(Name)
{
    /// <summary>How the run's start went, step by step.</summary>
    public IReadOnlyList<JourneyStep> Journey { get; init => field = value.ToImmutableArray(); } = Journey.ToImmutableArray();

    /// <summary>The TCP port; 0 for a unix socket or a worker.</summary>
    public int Port => Endpoint.Port;

    /// <summary>True when the child runs with a spec other than the one asked for. <see cref="RestartChild"/> applies another one.</summary>
    public bool SpecDiffers { get; init; }
}

/// <summary>The child did not start.</summary>
/// <param name="Name">The child.</param>
/// <param name="Reason">Why, for programs.</param>
/// <param name="Message">Why, for people: what happened, to which child, and what to do.</param>
public sealed record StartFailed(ChildName Name, StartFailureReason Reason, string Message) : StartResult(Name)
{
    /// <summary>Every error of an invalid spec, a sentence each; otherwise empty.</summary>
    public IReadOnlyList<string> Errors { get; init => field = Content.OrEmpty(value); } = [];

    /// <summary>The last lines the run wrote to stderr (of the compiler, when the build failed), oldest first.</summary>
    public IReadOnlyList<string> StderrTail { get; init => field = Content.OrEmpty(value); } = [];

    /// <summary>When faulted: how long until a start is tried again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How the process ended, when it did.</summary>
    public ExitStatus? Exit { get; init; }

    /// <summary>How far the start went, step by step.</summary>
    public IReadOnlyList<JourneyStep> Journey { get; init => field = Content.OrEmpty(value); } = [];
}

/// <summary>One step of a start.</summary>
/// <param name="Step"><c>drain</c>, <c>wait</c>, <c>depend</c>, <c>watch</c>, <c>build</c>, <c>lease</c>, <c>spawn</c> or <c>ready</c>.</param>
/// <param name="Elapsed">How long the step took.</param>
public sealed record JourneyStep(string Step, TimeSpan Elapsed);

/// <summary>Why a start failed.</summary>
public enum StartFailureReason
{
    /// <summary>The spec has errors, all of which are listed. Nothing was tried.</summary>
    InvalidSpec,

    /// <summary>No port of the range is free.</summary>
    NoPort,

    /// <summary>Other processes took the leased ports, time after time.</summary>
    PortTaken,

    /// <summary>The OS refused to start the program.</summary>
    SpawnFailed,

    /// <summary>The build of the script failed.</summary>
    BuildFailed,

    /// <summary>The process ended before it was ready.</summary>
    Exited,

    /// <summary>The process was not ready within the start timeout.</summary>
    TimedOut,

    /// <summary>The child was stopped before it was ready.</summary>
    Stopped,

    /// <summary>The child failed too often; see <see cref="StartFailed.RetryAfter"/>.</summary>
    Faulted,

    /// <summary>Too many callers wait for this child already.</summary>
    Busy,

    /// <summary>The supervisor is shutting down.</summary>
    ShuttingDown,

    /// <summary>The caller may not start this.</summary>
    NotAllowed,

    /// <summary>The child was stopped with <see cref="StopChild.Pin"/>, and this was no explicit start.</summary>
    Pinned,

    /// <summary>A child that this one depends on did not come up, or did not do its work.</summary>
    DependencyFailed,

    /// <summary>A defect of the supervisor; its log says more.</summary>
    Internal,
}
