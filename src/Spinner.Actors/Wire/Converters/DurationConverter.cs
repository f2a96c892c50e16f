using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spinner.Wire.Converters;

/// <summary>
/// A duration is a number with a unit, <c>"30s"</c>, <c>"1.5ms"</c>, or <c>"never"</c> where it never passes. Written is the largest unit that needs no
/// fraction, or milliseconds, which lose nothing: a tick is 0.0001 of one.
/// </summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    private const string Never = "never";
    private const int LongestText = 40;

    private static readonly (string Unit, long Ticks)[] _units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
    ];

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && reader.ValueSpan.Length <= LongestText)
        {
            string text = reader.GetString()!;
            if (text == Never) return Timeout.InfiniteTimeSpan;
            foreach ((string unit, long ticks) in _units)
            {
                if (text.EndsWith(unit, StringComparison.Ordinal)) return Parse(text.AsSpan(0, text.Length - unit.Length), ticks);
            }
        }

        throw Wrong();
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
    {
        if (value == Timeout.InfiniteTimeSpan)
        {
            writer.WriteStringValue(Never);
            return;
        }

        foreach ((string unit, long ticks) in _units.AsSpan(1))
        {
            if (value.Ticks % ticks == 0 && (value.Ticks != 0 || unit == "s"))
            {
                writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / ticks}{unit}"));
                return;
            }
        }

        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{(decimal)value.Ticks / TimeSpan.TicksPerMillisecond:0.####}ms"));
    }

    private static TimeSpan Parse(ReadOnlySpan<char> number, long ticks)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(number, Style, CultureInfo.InvariantCulture, out decimal units)) throw Wrong();
        return decimal.Abs(units) <= (decimal)long.MaxValue / ticks
            ? new TimeSpan((long)(units * ticks))
            : throw new JsonException("A duration is longer than can be measured.");
    }

    private static JsonException Wrong() => new("A duration is a number with a unit (ms, s, m, h, d), or never.");
}
