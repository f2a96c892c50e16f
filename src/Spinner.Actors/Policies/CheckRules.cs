using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>The values of readiness and liveness checks. A check that is null is not judged.</summary>
internal static class CheckRules
{
    private static readonly TimeSpan _aboveZero = TimeSpan.FromTicks(1);
    private static readonly TimeSpan _shortestTry = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestTry = TimeSpan.FromHours(1);
    private static readonly TimeSpan _shortestCheck = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestCheck = TimeSpan.FromDays(1);

    public static void Check(ReadinessCheck? check, PlanErrors errors)
    {
        if (check is null || !IsKnown("readiness", check.Kind, errors))
        {
            return;
        }

        string option = $"readiness {Word(check.Kind)}";
        bool isTimed = check.Kind is ReadinessKind.Http or ReadinessKind.Exec;
        Refuse(option, "path", check.Path, check.Kind == ReadinessKind.Http, errors);
        Refuse(option, "pattern", check.Pattern, check.Kind == ReadinessKind.LogLine, errors);
        Refuse(option, "command", check.Command, check.Kind == ReadinessKind.Exec, errors);
        Refuse(option, "interval", check.Interval, isTimed, errors);
        Refuse(option, "timeout", check.Timeout, isTimed, errors);
        CheckPath(option, check.Path, errors);
        CheckCommand(option, check.Command, check.Kind == ReadinessKind.Exec, errors);
        if (check.Kind == ReadinessKind.LogLine)
        {
            CheckPattern(option, check.Pattern, errors);
        }

        RangeRules.CheckTime("readiness interval", check.Interval, _shortestTry, _longestTry, errors);
        RangeRules.CheckTime("readiness timeout", check.Timeout, _aboveZero, _longestTry, errors);
    }

    public static void Check(LivenessCheck? check, PlanErrors errors)
    {
        if (check is null || !IsKnown("liveness", check.Kind, errors))
        {
            return;
        }

        string option = $"liveness {Word(check.Kind)}";
        bool isCheck = check.Kind != LivenessKind.None;
        bool isTimed = isCheck && check.Kind != LivenessKind.Watchdog;
        Refuse(option, "path", check.Path, check.Kind == LivenessKind.Http, errors);
        Refuse(option, "command", check.Command, check.Kind == LivenessKind.Exec, errors);
        Refuse(option, "interval", check.Interval, isTimed, errors);
        Refuse(option, "timeout", check.Timeout, isCheck, errors);
        // A watchdog's single failure may be spelled out.
        Refuse(option, "failures", check.Failures, isTimed || (isCheck && check.Failures == 1), errors);
        Refuse(option, "successes", check.Successes, isCheck, errors);
        Refuse(option, "grace", check.Grace, isCheck, errors);
        CheckPath(option, check.Path, errors);
        CheckCommand(option, check.Command, check.Kind == LivenessKind.Exec, errors);
        RangeRules.CheckTime("liveness interval", check.Interval, _shortestCheck, _longestCheck, errors);
        RangeRules.CheckTime(check.Kind == LivenessKind.Watchdog ? option : "liveness timeout", check.Timeout, _aboveZero, _longestCheck, errors);
        RangeRules.CheckNumber("liveness failures", check.Failures, 1, Limits.MaxChecks, errors);
        RangeRules.CheckNumber("liveness successes", check.Successes, 1, Limits.MaxChecks, errors);
        RangeRules.CheckTime("liveness grace", check.Grace, TimeSpan.Zero, _longestCheck, errors);
    }

    /// <summary>The kind as a configuration spells it.</summary>
    public static string Word(ReadinessKind kind) => kind switch
    {
        ReadinessKind.Listen => "listen",
        ReadinessKind.Http => "http",
        ReadinessKind.LogLine => "log",
        ReadinessKind.Notify => "notify",
        ReadinessKind.Exec => "exec",
        _ => "none",
    };

    /// <summary>The kind as a configuration spells it.</summary>
    public static string Word(LivenessKind kind) => kind switch
    {
        LivenessKind.Http => "http",
        LivenessKind.Tcp => "tcp",
        LivenessKind.Exec => "exec",
        LivenessKind.Watchdog => "watchdog",
        _ => "none",
    };

    private static bool IsKnown<T>(string option, T kind, PlanErrors errors)
        where T : struct, Enum
    {
        SpecRules.CheckChoice<T>(option, kind, errors);
        return Enum.IsDefined(kind);
    }

    private static void Refuse(string option, string part, object? value, bool hasMeaning, PlanErrors errors)
    {
        if (value is not null && !hasMeaning)
        {
            errors.Add($"{option} has no use for {part}: leave it out.");
        }
    }

    private static void CheckPath(string option, string? path, PlanErrors errors)
    {
        // Two slashes would begin the name of another host.
        bool isPath = path is null
            || (path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && path.All(c => c is > ' ' and < '\u007f' and not '#'));
        if (!isPath)
        {
            errors.Add($"{option} {PlanErrors.Quote(path!)} is no path: begin it with one slash, percent-encode what is not ASCII, and leave out spaces and '#'.");
        }
    }

    private static void CheckCommand(string option, IReadOnlyList<string>? command, bool isNeeded, PlanErrors errors)
    {
        if (isNeeded && command is null or { Count: 0 })
        {
            errors.Add($"{option} has no command: give a list of the program and its arguments.");
        }
        else if (command is [{ Length: 0 }, ..])
        {
            errors.Add($"{option}[0] is empty: give a program.");
        }

        SpecRules.CheckList(option, command, mayBeEmpty: true, errors);
    }

    private static void CheckPattern(string option, string? pattern, PlanErrors errors)
    {
        if (string.IsNullOrEmpty(pattern))
        {
            errors.Add($"{option} has no pattern: give a regular expression.");
        }
        else if (!LogPattern.IsValid(pattern, out string? reason))
        {
            errors.Add($"{option} {PlanErrors.Quote(pattern)} {reason}.");
        }
    }
}
