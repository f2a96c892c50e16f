using System.Globalization;

namespace Spinner.Cli.Rendering;

/// <summary>Numbers as people read them.</summary>
internal static class Human
{
    /// <summary><c>12 s</c>, <c>3 min</c>, <c>5 h</c>, <c>2 d</c>: the largest unit that is not a fraction, rounded down.</summary>
    public static string Since(double seconds) => Math.Max(0, seconds) switch
    {
        < 120 => F($"{Math.Floor(Math.Max(0, seconds))} s"),
        < 2 * 3600 => F($"{Math.Floor(seconds / 60)} min"),
        < 2 * 86400 => F($"{Math.Floor(seconds / 3600)} h"),
        _ => F($"{Math.Floor(seconds / 86400)} d"),
    };

    /// <summary>A wait, rounded up: <c>12 s</c>.</summary>
    public static string Wait(double seconds) => Since(Math.Ceiling(seconds));

    /// <summary><c>1.2 s</c>.</summary>
    public static string Took(double seconds) => seconds < 10 ? F($"{seconds:0.0} s") : Since(seconds);

    /// <summary><c>512 B</c>, <c>3.4 MB</c>, in powers of 1000.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double size = bytes;
        int unit = 0;
        while (size >= 999.5 && unit < units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        return unit == 0 || size >= 9.95 ? F($"{size:0} {units[unit]}") : F($"{size:0.0} {units[unit]}");
    }

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
