using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Spinner.Cli.Verbs;

/// <summary>Times on a command line: <c>30s</c>, <c>500ms</c>, <c>2 min</c>, or a number of seconds.</summary>
internal static class Times
{
    private static readonly (string Unit, double Seconds)[] _units = [("ms", 0.001), ("min", 60), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("", 1)];

    public static Option<TimeSpan?> Option(string name, string description) => new(name) { Description = description, HelpName = "time", CustomParser = Parse };

    /// <summary>Reads a time; null when it is none, or longer than timers can wait.</summary>
    public static TimeSpan? Parse(string text)
    {
        (string unit, double seconds) = Array.Find(_units, unit => text.EndsWith(unit.Unit, StringComparison.Ordinal));
        return double.TryParse(text[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * seconds is var total && total <= TimeSpan.FromDays(49).TotalSeconds
                ? TimeSpan.FromSeconds(total)
                : null;
    }

    private static TimeSpan? Parse(ArgumentResult result)
    {
        if (Parse(result.Tokens[0].Value) is { } time)
            return time;
        result.AddError($"'{result.Tokens[0].Value}' is no time: write 30s, 500ms or 2min, at most 49d.");
        return null;
    }
}
