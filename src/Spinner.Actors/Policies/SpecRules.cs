using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>What can be said against the values of a spec without a look at the machine. Options that are null are not judged.</summary>
internal static class SpecRules
{
    public static void CheckName(ChildName? name, PlanErrors errors) => CheckName("name", name?.Value ?? "", errors);

    /// <summary>Every value but the name.</summary>
    public static void CheckValues(ChildSpec spec, TimeSpan maxStopTimeout, PlanErrors errors)
    {
        CheckTexts(spec, errors);
        CheckEnv(spec.Env, errors);
        RangeRules.Check(spec, maxStopTimeout, errors);
        CheckChoice("stop-signal", spec.StopSignal, errors);
        CheckChoice("endpoint", spec.Endpoint, errors);
        CheckChoice("listen", spec.Listen, errors);
        CheckChoice("restart", spec.Restart, errors);
        CheckRules.Check(spec.Readiness, errors);
        CheckRules.Check(spec.Liveness, errors);
        CheckDependencies(spec, errors);
        CheckTarget("stdout", spec.Stdout, errors);
        CheckTarget("stderr", spec.Stderr, errors);
        CombinationRules.Check(spec, errors);
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

        CheckList("args", spec.Args, mayBeEmpty: true, errors);
        CheckList("monitor", spec.Monitor, mayBeEmpty: false, errors);
        CheckList("monitor-exclude", spec.MonitorExclude, mayBeEmpty: false, errors);
    }

    /// <summary>The entries of a list of texts.</summary>
    public static void CheckList(string option, IReadOnlyList<string>? list, bool mayBeEmpty, PlanErrors errors)
    {
        for (int i = 0; i < (list?.Count ?? 0); i++)
        {
            string entry = $"{option}[{i}]";
            if (list![i] is null)
            {
                errors.Add($"{entry} is null: give a text, or leave the entry out.");
            }
            else if (list[i].Length == 0 && !mayBeEmpty)
            {
                errors.Add($"{entry} is empty: give a value, or leave the entry out.");
            }

            CheckNul(entry, list[i], errors);
        }
    }

    private static void CheckName(string option, string value, PlanErrors errors)
    {
        if (value.Length == 0)
        {
            errors.Add($"{option} is empty: give the child a name of 1-{ChildName.MaxLength} characters.");
        }
        else if (value.Length > ChildName.MaxLength)
        {
            errors.Add($"{option} {PlanErrors.Quote(value)} has {value.Length} characters: use at most {ChildName.MaxLength}.");
        }

        if (value.Any(char.IsControl))
        {
            errors.Add($"{option} {PlanErrors.Quote(value)} contains a control character: leave it out.");
        }
    }

    private static void CheckDependencies(ChildSpec spec, PlanErrors errors)
    {
        foreach ((string name, DependencyCondition condition) in spec.DependsOn ?? new Dictionary<string, DependencyCondition>())
        {
            CheckName("depends-on", name, errors);
            CheckChoice<DependencyCondition>($"depends-on {PlanErrors.Quote(name)}", condition, errors);
            if (name == spec.Name?.Value)
            {
                errors.Add($"depends-on {PlanErrors.Quote(name)} is the child itself: name another one.");
            }
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

    /// <summary>A value of an enumeration is one of its names.</summary>
    public static void CheckChoice<T>(string option, T? value, PlanErrors errors)
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
            RangeRules.CheckNumber($"{option} file: log-files", target.MaxFiles, 1, OutputTarget.LargestMaxFiles, errors);
            if (target.MaxBytes is { } size and not 0 and (< OutputTarget.LeastMaxBytes or > OutputTarget.LargestMaxBytes))
            {
                errors.Add($"{option} file: log-max-size {Limits.SizeText(size)} is out of range: give {Limits.SizeText(OutputTarget.LeastMaxBytes)} "
                    + $"to {Limits.SizeText(OutputTarget.LargestMaxBytes)}, or 0 (it grows for ever).");
            }
        }
    }
}
