using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>Fills what the checks of a merged spec leave open, and finds the programs they run. What a kind has no use for is null.</summary>
internal static class CheckResolver
{
    public static ReadinessCheck Resolve(ReadinessCheck check, string baseDirectory, PlanErrors errors, IHostFiles files) => check.Kind switch
    {
        ReadinessKind.Http => Timed(new ReadinessCheck(check.Kind) { Path = check.Path ?? SpinnerDefaults.CheckPath }, check),
        ReadinessKind.LogLine => new ReadinessCheck(check.Kind) { Pattern = check.Pattern },
        ReadinessKind.Exec => Timed(
            new ReadinessCheck(check.Kind) { Command = Command("readiness exec", check.Command, baseDirectory, errors, files) }, check),
        _ => new ReadinessCheck(check.Kind),
    };

    public static LivenessCheck Resolve(LivenessCheck check, string baseDirectory, PlanErrors errors, IHostFiles files) => check.Kind switch
    {
        LivenessKind.Http => Timed(new LivenessCheck(check.Kind) { Path = check.Path ?? SpinnerDefaults.CheckPath }, check),
        LivenessKind.Tcp => Timed(new LivenessCheck(check.Kind), check),
        LivenessKind.Exec => Timed(
            new LivenessCheck(check.Kind) { Command = Command("liveness exec", check.Command, baseDirectory, errors, files) }, check),
        LivenessKind.Watchdog => Counted(new LivenessCheck(check.Kind) { Timeout = check.Timeout ?? SpinnerDefaults.WatchdogTimeout, Failures = 1 }, check),
        _ => new LivenessCheck(check.Kind),
    };

    private static ReadinessCheck Timed(ReadinessCheck start, ReadinessCheck check) => start with
    {
        Interval = check.Interval ?? SpinnerDefaults.ReadinessInterval,
        Timeout = check.Timeout ?? SpinnerDefaults.CheckTimeout,
    };

    private static LivenessCheck Timed(LivenessCheck start, LivenessCheck check) => Counted(start, check) with
    {
        Interval = check.Interval ?? SpinnerDefaults.LivenessInterval,
        Timeout = check.Timeout ?? SpinnerDefaults.CheckTimeout,
        Failures = check.Failures ?? SpinnerDefaults.LivenessFailures,
    };

    private static LivenessCheck Counted(LivenessCheck start, LivenessCheck check) => start with
    {
        Successes = check.Successes ?? SpinnerDefaults.LivenessSuccesses,
        Grace = check.Grace ?? SpinnerDefaults.LivenessGrace,
    };

    private static IReadOnlyList<string>? Command(
        string option, IReadOnlyList<string>? command, string baseDirectory, PlanErrors errors, IHostFiles files) =>
        command is { Count: > 0 } && ProgramResolver.Find(option, command[0], baseDirectory, errors, files) is { } program
            ? [program, .. command.Skip(1)]
            : null;
}
