using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>The sentences callers read when a start fails: what happened, to which child, what to do.</summary>
internal static class Failures
{
    public static StartFailed InvalidSpec(ChildName name, IReadOnlyList<string> errors) =>
        new(name, StartFailureReason.InvalidSpec, $"'{name}' was not started, its spec has errors: {string.Join(" ", errors)}")
        {
            Errors = errors,
        };

    public static StartFailed Unknown(ChildName name) => InvalidSpec(
        name, [$"No child named '{name}' is known here; give a command or a script with its first start."]);

    public static StartFailed Busy(ChildName name, int limit) => new(
        name, StartFailureReason.Busy, $"'{name}' has {limit} callers waiting for it already; ask again when they have been answered.");

    public static StartFailed TooManyLeases(ChildName name, int limit) => new(
        name, StartFailureReason.Busy, $"'{name}' is held by {limit} leases already; release some, or let them end sooner.");

    public static StartFailed ShuttingDown(ChildName name) => new(
        name, StartFailureReason.ShuttingDown, $"'{name}' was not started: this supervisor is shutting down.");

    public static StartFailed Internal(ChildName name) => new(
        name, StartFailureReason.Internal, $"The supervisor of '{name}' failed; its log says why. The run is being removed: start it again.");

    public static StartFailed Stopped(ChildName name) => new(
        name, StartFailureReason.Stopped, $"'{name}' was stopped before it was ready.");

    public static StartFailed Pinned(ChildName name) => new(
        name, StartFailureReason.Pinned, $"'{name}' was stopped for good: start or restart it yourself, then it is started on demand again.");

    public static StartFailed NotMet(ChildName name, DependencyCondition condition, string cause) => new(
        name,
        StartFailureReason.Stopped,
        $"'{name}' is stopped and {(condition == DependencyCondition.Completed ? "has not completed" : "was not healthy")}: {cause}.");

    public static StartFailed NeverCompletes(ChildName name, RestartMode mode) => new(
        name,
        StartFailureReason.InvalidSpec,
        $"'{name}' never completes, as it is started again whenever it ends (restart {mode.ToString().ToLowerInvariant()}): restart never or on-failure does.");

    public static StartFailed UnknownDependency(ChildName name, ChildName of) => new(
        name, StartFailureReason.InvalidSpec, $"No child named '{name}' is known here, and '{of}' depends on it: define or start it first.");

    public static StartFailed Circle(ChildName name, IReadOnlyList<string> circle) => InvalidSpec(
        name, [$"depends-on is a circle: {string.Join(" -> ", circle)}. Take one of these out."]);

    /// <summary>Why another child does not come up, told as the failure of this one; but a circle is this one's own error.</summary>
    public static StartFailed Dependency(Run run, StartFailed failure) => failure.Name == run.Plan.Name
        ? failure
        : Of(run, StartFailureReason.DependencyFailed, $"'{run.Plan.Name}' was not started, it depends on '{failure.Name}': {MessageOf(failure)}")
        with
        { StderrTail = failure.StderrTail, Exit = failure.Exit };

    // What is wrong with a spec may have values in it that are nobody's business but its owner's.
    private static string MessageOf(StartFailed failure) => failure is { Reason: StartFailureReason.InvalidSpec, Errors.Count: > 0 }
        ? $"its spec has errors, which a start of '{failure.Name}' tells."
        : failure.Message;

    public static StartFailed NoPort(Run run, string message) =>
        Of(run, StartFailureReason.NoPort, $"'{run.Plan.Name}' was not started: {message}");

    public static StartFailed NoLease(Run run) => Of(
        run, StartFailureReason.Internal, $"'{run.Plan.Name}' was not started: the port allocator does not answer; the supervisor's log says why.");

    public static StartFailed SpawnFailed(Run run, string message) =>
        Of(run, StartFailureReason.SpawnFailed, $"'{run.Plan.Name}' could not be started: {message}");

    public static StartFailed BuildFailed(Run run, string message, IReadOnlyList<string> tail) =>
        Of(run, StartFailureReason.BuildFailed, $"'{run.Plan.Name}' was not started: {message}")
        with
        { StderrTail = tail };

    public static StartFailed Exited(Run run) => Of(
        run,
        StartFailureReason.Exited,
        $"'{run.Plan.Name}' ended with {run.Exit} before {Expectations.Of(run)}.{WhereToLook(run)}");

    public static StartFailed TimedOut(Run run) => Of(
        run,
        StartFailureReason.TimedOut,
        $"'{run.Plan.Name}' was killed {Seconds(run.Readiness.Patience)} after its start, before {Expectations.Of(run)}"
            + $"{Expectations.Hint(run)}; a slow program needs a longer start timeout.");

    public static StartFailed PortTaken(Run run) => Of(
        run,
        StartFailureReason.PortTaken,
        $"'{run.Plan.Name}' was not started: {(run.Stranger.Length == 0 ? "another process" : run.Stranger)} took {run.Endpoint}, "
            + $"after {PortPolicy.MaxReplacements} other ports had been taken as well. Give it a range nobody else uses.");

    public static StartFailed Unkillable(Run run, IReadOnlyList<int> survivors) => Of(
        run,
        StartFailureReason.Faulted,
        $"'{run.Plan.Name}' could not be killed: {Processes(survivors)} outlived SIGKILL. Its port is withheld; look what they wait for.");

    public static StartFailed EndedAgain(Run run, string cause) => Of(run, StartFailureReason.Faulted, $"'{run.Plan.Name}' {cause}.");

    public static StartFailed CrashedAfterUpdate(Run run, string cause) =>
        Of(run, StartFailureReason.Exited, $"The new run of '{run.Plan.Name}' did not last: {cause}. The old one serves again.");

    public static StartFailed Faulted(ChildName name, StartFailed? cause, TimeSpan retryAfter) => new(
        name,
        StartFailureReason.Faulted,
        $"'{name}' is faulted and is not started for another {Seconds(retryAfter)} (a restart by request or a changed source tries at once). "
            + $"Last failure: {cause?.Message ?? "none recorded"}")
    {
        RetryAfter = retryAfter,
        StderrTail = cause?.StderrTail ?? [],
        Exit = cause?.Exit,
        Journey = cause?.Journey ?? [],
    };

    private static StartFailed Of(Run run, StartFailureReason reason, string message) => new(run.Plan.Name, reason, message)
    {
        StderrTail = run.Output?.Tail() ?? [],
        Exit = run.Exit,
        Journey = run.Journey,
    };

    private static string WhereToLook(Run run) => (run.Output?.Tail().Count > 0, Expectations.Hint(run)) switch
    {
        (true, var hint) => $" Its stderr says more{hint}.",
        (_, "") => "",
        (_, var hint) => $" Its stderr says nothing{hint}.",
    };

    private static string Seconds(TimeSpan time) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds * 10) / 10:0.#} s");

    private static string Processes(IReadOnlyList<int> pids) =>
        pids.Count == 0 ? "a process" : $"process{(pids.Count == 1 ? "" : "es")} {string.Join(", ", pids)}";
}
