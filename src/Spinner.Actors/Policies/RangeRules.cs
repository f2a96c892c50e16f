using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>The times, numbers and sizes of a spec within their ranges. Options that are null are not judged.</summary>
internal static class RangeRules
{
    private static readonly TimeSpan _aboveZero = TimeSpan.FromTicks(1);

    public static void Check(ChildSpec spec, TimeSpan maxStopTimeout, PlanErrors errors)
    {
        CheckTime("start-timeout", spec.StartTimeout, _aboveZero, Limits.LongestStart, errors);
        CheckTime("build-timeout", spec.BuildTimeout, _aboveZero, Limits.LongestStart, errors);
        CheckTime("restart-tolerance", spec.RestartTolerance, TimeSpan.Zero, Limits.LongestTime, errors);
        CheckTime("fault-timeout", spec.FaultTimeout, TimeSpan.Zero, Limits.LongestTime, errors);
        CheckTime("tandem-time", spec.TandemTime, TimeSpan.Zero, Limits.LongestTime, errors);
        CheckTime("backoff", spec.Backoff, _aboveZero, Limits.LongestTime, errors);
        CheckTime("backoff-max", spec.BackoffMax, Backoff.Shortest, Limits.LongestTime, errors);
        CheckTime("healthy-time", spec.HealthyTime, _aboveZero, Limits.LongestTime, errors);
        CheckTime("restart-window", spec.RestartWindow, _aboveZero, Limits.LongestTime, errors);
        CheckSpecialTimes(spec, maxStopTimeout, errors);
        CheckNumber("attempts", spec.Attempts, 1, Limits.MaxAttempts, errors);
        CheckNumber("restart-limit", spec.RestartLimit, 0, Limits.MaxRestarts, errors);
        foreach (int code in spec.SuccessCodes ?? [])
        {
            CheckNumber("success-codes", code, 0, byte.MaxValue, errors);
        }

        CheckOthers(spec, errors);
    }

    /// <summary>One time within its range; the smallest tick stands for "above zero".</summary>
    public static void CheckTime(string option, TimeSpan? time, TimeSpan least, TimeSpan most, PlanErrors errors)
    {
        if (time is { } value && (value < least || value > most))
        {
            string from = least == _aboveZero ? "more than 0 s and at most" : $"{Limits.Text(least)} to";
            errors.Add($"{option} {Limits.Text(value)} is out of range: give {from} {Limits.Text(most)}.");
        }
    }

    /// <summary>One number within its range.</summary>
    public static void CheckNumber(string option, int? number, int least, int most, PlanErrors errors)
    {
        if (number < least || number > most)
        {
            errors.Add($"{option} {number} is out of range: give {least}-{most}.");
        }
    }

    private static void CheckSpecialTimes(ChildSpec spec, TimeSpan maxStopTimeout, PlanErrors errors)
    {
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

    private static void CheckOthers(ChildSpec spec, PlanErrors errors)
    {
        if (spec.PortRange is { } range && (range.First < 1 || range.Last > Limits.MaxPort || range.First > range.Last))
        {
            errors.Add($"port-range {range} is out of range: give ports within 1-{Limits.MaxPort}, the lower one first.");
        }

        if (spec.MemoryLimit is { } memory and not 0 and < Limits.LeastMemory)
        {
            errors.Add($"memory-limit {Limits.SizeText(memory)} is out of range: give at least {Limits.SizeText(Limits.LeastMemory)}, or 0 (no limit).");
        }
    }
}
