using System.Net;
using Spinner.Policies;

namespace Spinner.Configuration;

/// <summary>What can be said against a set of options, wherever they come from.</summary>
internal static class OptionsRules
{
    private const int MostWaiters = 1_000_000;
    private const int MostOfTail = 10_000;
    private const int MostOfRing = 100_000;

    private static readonly TimeSpan _longestKill = TimeSpan.FromHours(1);

    /// <summary>Every error; empty when the options are fine.</summary>
    public static IReadOnlyList<string> Errors(SpinnerOptions options)
    {
        PlanErrors errors = new();
        Check(options, errors);
        return errors.Sentences;
    }

    public static void Check(SpinnerOptions options, PlanErrors errors)
    {
        if (!Enum.IsDefined(options.Launcher))
        {
            errors.Add("spinner.process.launcher", $"spinner.process.launcher {options.Launcher:D} is unknown: give auto or portable.");
        }

        PlanErrors ofOptions = new();
        TimeSpan aboveZero = TimeSpan.FromTicks(1);
        RangeRules.CheckTime("max-stop-timeout", options.MaxStopTimeout, aboveZero, Limits.LongestStart, ofOptions);
        RangeRules.CheckTime("kill-timeout", options.KillTimeout, aboveZero, _longestKill, ofOptions);
        RangeRules.CheckTime("ports.rest", options.PortRest, TimeSpan.Zero, Limits.LongestStart, ofOptions);
        RangeRules.CheckNumber("max-waiters", options.MaxWaiters, 1, MostWaiters, ofOptions);
        RangeRules.CheckNumber("tail.lines", options.TailLines, 0, MostOfTail, ofOptions);
        RangeRules.CheckNumber("tail.line-length", options.TailLineLength, 1, MostOfTail, ofOptions);
        RangeRules.CheckNumber("output.ring-lines", options.RingLines, 0, MostOfRing, ofOptions);
        errors.AddAll($"{ConfigKeys.Root}.", ofOptions);
        if (options.RuntimeFolder is { } folder && (!SpecRules.IsPath(folder) || !Path.IsPathFullyQualified(folder)))
        {
            errors.Add("spinner.runtime-folder", $"spinner.runtime-folder {PlanErrors.Quote(folder)} is no absolute path: give one, or leave it out.");
        }

        if (options.RunFile is { } file && (!SpecRules.IsPath(file) || !Path.IsPathFullyQualified(file) || Path.EndsInDirectorySeparator(file)))
        {
            errors.Add($"spinner.run-file {PlanErrors.Quote(file)} is no absolute path of a file: give one, or leave it out.");
        }

        if (options.BindAddress is { } address && !IPAddress.TryParse(address, out _))
        {
            errors.Add("spinner.bind-address", $"spinner.bind-address {PlanErrors.Quote(address)} is no address: give one of this machine, such as 127.0.0.1 or 0.0.0.0, or leave it out.");
        }

        CheckDefaults(options, errors);
    }

    private static void CheckDefaults(SpinnerOptions options, PlanErrors errors)
    {
        const string Key = "spinner.defaults.";
        PlanErrors ofDefaults = new();
        SpecRules.CheckValues(options.Defaults, options.MaxStopTimeout, ofDefaults);
        if (options.Defaults.Args is not null)
        {
            ofDefaults.Add("args are given: arguments are a child's own, leave them out.");
        }

        if (options.Defaults.Script is not null)
        {
            ofDefaults.Add("script is given: a script is a child's own, leave it out.");
        }

        if (options.Defaults.DependsOn is not null)
        {
            ofDefaults.Add("depends-on is given: dependencies are a child's own, leave them out.");
        }

        errors.AddAll(Key, ofDefaults);
    }
}
