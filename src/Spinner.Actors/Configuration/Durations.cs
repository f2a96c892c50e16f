namespace Spinner.Configuration;

/// <summary>Times as people write them. A number alone is refused: milliseconds to HOCON, it is seconds to most readers.</summary>
internal static class Durations
{
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (!Quantity.TrySplit(text, out double amount, out string unit) || TicksOf(unit, amount) is not { } ticks)
        {
            return false;
        }

        // More than a TimeSpan holds is still a time, just out of every range.
        time = Math.Abs(amount * ticks) < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)Math.Round(amount * ticks))
            : amount > 0 ? TimeSpan.MaxValue : TimeSpan.MinValue;
        return true;
    }

    private static long? TicksOf(string unit, double amount) => unit switch
    {
        "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "sec" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "min" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "" when amount == 0 => TimeSpan.TicksPerSecond,
        _ => null,
    };
}
