using System.Globalization;

namespace Spinner.Policies;

/// <summary>The ranges of the options; <see cref="Protocol.ChildSpec"/> documents them.</summary>
internal static class Limits
{
    public const int MaxAttempts = 1000;
    public const int MaxRestarts = 1000;
    public const int MaxChecks = 1000;
    public const int MaxPort = 65535;

    /// <summary>The smallest memory limit, in bytes: no process has less.</summary>
    public const long LeastMemory = 1_000_000;

    /// <summary>The longest a start or a build may take.</summary>
    public static readonly TimeSpan LongestStart = TimeSpan.FromDays(1);

    /// <summary>The longest time of any kind: timers hold a little more than 49 days.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(49);

    /// <summary>A time as HOCON would spell it: <c>5 s</c>, <c>30 min</c>, <c>1.5 s</c>.</summary>
    public static string Text(TimeSpan time)
    {
        (string unit, long ticks) = time.Ticks switch
        {
            0 => ("s", TimeSpan.TicksPerSecond),
            long all when all % TimeSpan.TicksPerDay == 0 => ("d", TimeSpan.TicksPerDay),
            long all when all % TimeSpan.TicksPerMinute == 0 => ("min", TimeSpan.TicksPerMinute),
            long all when Math.Abs(all) >= TimeSpan.TicksPerSecond => ("s", TimeSpan.TicksPerSecond),
            _ => ("ms", TimeSpan.TicksPerMillisecond),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)time.Ticks / ticks:0.####} {unit}");
    }

    /// <summary>A size as HOCON would spell it: <c>512 MB</c>, <c>1.5 GB</c>, <c>10 bytes</c>; a thousand is a thousand.</summary>
    public static string SizeText(long bytes)
    {
        (string unit, long factor) = Math.Abs((decimal)bytes) switch
        {
            >= 1_000_000_000 => ("GB", 1_000_000_000L),
            >= 1_000_000 => ("MB", 1_000_000L),
            >= 1_000 => ("kB", 1_000L),
            _ => ("bytes", 1L),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)bytes / factor:0.######} {unit}");
    }
}
