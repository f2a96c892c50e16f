using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>What can be said against the values of a spec without a look at the machine. Options that are null are not judged.</summary>
internal static class SpecRules
{
    public static void CheckName(ChildName? name, PlanErrors errors)
    {
        string value = name?.Value ?? "";
        if (value.Length == 0)
        {
            errors.Add($"name is empty: give the child a name of 1-{ChildName.MaxLength} characters.");
        }
        else if (value.Length > ChildName.MaxLength)
        {
            errors.Add($"name {PlanErrors.Quote(value)} has {value.Length} characters: use at most {ChildName.MaxLength}.");
        }

        if (value.Any(char.IsControl))
        {
            errors.Add($"name {PlanErrors.Quote(value)} contains a control character: leave it out.");
        }
    }

    /// <summary>Every value but the name.</summary>
    public static void CheckValues(ChildSpec spec, TimeSpan maxStopTimeout, PlanErrors errors)
    {
        CheckTexts(spec, errors);
        CheckEnv(spec.Env, errors);
        CheckTimes(spec, maxStopTimeout, errors);
        CheckNumbers(spec, errors);
        CheckChoice("stop-signal", spec.StopSignal, errors);
        CheckChoice("endpoint", spec.Endpoint, errors);
        CheckTarget("stdout", spec.Stdout, errors);
        CheckTarget("stderr", spec.Stderr, errors);
    }

    /// <summary>Whether a text may be used as a path: it is not empty and has no NUL.</summary>
    public static bool IsPath(string? text) => !string.IsNullOrEmpty(text) && !text.Contains('\0');

    private static void CheckTexts(ChildSpec spec, PlanErrors errors)
    {
        CheckText("command", spec.Command, errors);
        CheckText("script", spec.Script, errors);
        CheckText("base directory", spec.BaseDirectory, errors);
        CheckText("cwd", spec.WorkingDirectory, errors);
        CheckText("logger", spec.LoggerCategory, errors);
        if (IsPath(spec.BaseDirectory) && !Path.IsPathFullyQualified(spec.BaseDirectory!))
        {
            errors.Add($"base directory {PlanErrors.Quote(spec.BaseDirectory!)} is relative: give an absolute path.");
        }

        for (int i = 0; i < (spec.Args?.Count ?? 0); i++)
        {
            CheckNul($"args[{i}]", spec.Args![i], errors);
            if (spec.Args[i] is null)
                errors.Add($"args[{i}] is null: give a text, or leave the argument out.");
        }
    }

    private static void CheckText(string option, string? value, PlanErrors errors)
    {
        if (value is { Length: 0 })
        {
            errors.Add($"{option} is empty: give a value, or leave the option out.");
        }

        CheckNul(option, value, errors);
    }

    private static void CheckNul(string option, string? value, PlanErrors errors)
    {
        if (value?.Contains('\0') == true)
        {
            errors.Add($"{option} {PlanErrors.Quote(value)} contains a NUL character, which no program can be given: leave it out.");
        }
    }

    private static void CheckEnv(IReadOnlyDictionary<string, string>? env, PlanErrors errors)
    {
        foreach ((string key, string value) in env ?? new Dictionary<string, string>())
        {
            if (key.Length == 0)
            {
                errors.Add("env has a variable without a name: name it.");
            }
            else if (key.Contains('=') || key.Contains('\0'))
            {
                errors.Add($"env {PlanErrors.Quote(key)} is no name of a variable: leave '=' and NUL out of it.");
            }

            // The value itself is never printed: it may be a secret.
            if (value is null || value.Contains('\0'))
            {
                errors.Add($"env {PlanErrors.Quote(key)} has a value that is null or contains a NUL character: give it a text without one.");
            }
        }
    }

    private static void CheckTimes(ChildSpec spec, TimeSpan maxStopTimeout, PlanErrors errors)
    {
        CheckTime("start-timeout", spec.StartTimeout, TimeSpan.FromTicks(1), Limits.LongestStart, errors);
        CheckTime("build-timeout", spec.BuildTimeout, TimeSpan.FromTicks(1), Limits.LongestStart, errors);
        CheckTime("restart-tolerance", spec.RestartTolerance, TimeSpan.Zero, Limits.LongestTime, errors);
        CheckTime("fault-timeout", spec.FaultTimeout, TimeSpan.Zero, Limits.LongestTime, errors);
        if (spec.StopTimeout is { } stop && (stop < TimeSpan.Zero || stop > maxStopTimeout))
        {
            errors.Add($"stop-timeout {Limits.Text(stop)} is out of range: give 0 s to {Limits.Text(maxStopTimeout)} "
                + "(spinner.max-stop-timeout).");
        }

        if (spec.IdleTime is { } idle && idle != Timeout.InfiniteTimeSpan && (idle <= TimeSpan.Zero || idle > Limits.LongestTime))
        {
            errors.Add($"idle-time {Limits.Text(idle)} is out of range: give more than 0 s and at most "
                + $"{Limits.Text(Limits.LongestTime)}, or -1 (never).");
        }
    }

    /// <summary>One time within its range; the smallest tick stands for "above zero".</summary>
    public static void CheckTime(string option, TimeSpan? time, TimeSpan least, TimeSpan most, PlanErrors errors)
    {
        if (time is { } value && (value < least || value > most))
        {
            string from = least.Ticks == 1 ? "more than 0 s and at most" : $"{Limits.Text(least)} to";
            errors.Add($"{option} {Limits.Text(value)} is out of range: give {from} {Limits.Text(most)}.");
        }
    }

    private static void CheckNumbers(ChildSpec spec, PlanErrors errors)
    {
        if (spec.Attempts is < 1 or > Limits.MaxAttempts)
        {
            errors.Add($"attempts {spec.Attempts} is out of range: give 1-{Limits.MaxAttempts}.");
        }

        if (spec.PortRange is { } range && (range.First < 1 || range.Last > Limits.MaxPort || range.First > range.Last))
        {
            errors.Add($"port-range {range} is out of range: give ports within 1-{Limits.MaxPort}, the lower one first.");
        }
    }

    private static void CheckChoice<T>(string option, T? value, PlanErrors errors)
        where T : struct, Enum
    {
        if (value is { } given && !Enum.IsDefined(given))
        {
            errors.Add($"{option} {given:D} is unknown: give one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }

    private static void CheckTarget(string option, OutputTarget? target, PlanErrors errors)
    {
        CheckChoice<OutputTargetKind>(option, target?.Kind, errors);
        if (target?.Kind == OutputTargetKind.File)
        {
            CheckText($"{option} file", target.Path ?? "", errors);
        }
    }
}
