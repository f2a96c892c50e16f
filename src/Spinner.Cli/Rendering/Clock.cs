using System.Globalization;

namespace Spinner.Cli.Rendering;

/// <summary>Moments as they are shown.</summary>
internal static class Clock
{
    /// <summary>In the time of this machine, to the second.</summary>
    public static string Of(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>In UTC, to the millisecond, as logs are compared.</summary>
    public static string Utc(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
