namespace Spinner.Configuration;

/// <summary>
/// Sizes as people write them, with HOCON's own units: MB is 1000000 bytes, MiB and M are 1048576. A number alone is refused, but for 0: bytes to
/// HOCON, it is megabytes to many a reader.
/// </summary>
internal static class Sizes
{
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (!Quantity.TrySplit(text, out double amount, out string unit) || BytesOf(unit, amount) is not { } factor)
        {
            return false;
        }

        // The conversion ends at the largest number there is: still a size, just out of every range.
        bytes = (long)Math.Round(amount * factor);
        return true;
    }

    private static double? BytesOf(string unit, double amount) => unit switch
    {
        "B" or "b" or "byte" or "bytes" => 1,
        "kB" or "KB" or "kilobyte" or "kilobytes" => 1e3,
        "MB" or "megabyte" or "megabytes" => 1e6,
        "GB" or "gigabyte" or "gigabytes" => 1e9,
        "TB" or "terabyte" or "terabytes" => 1e12,
        "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
        "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
        "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
        "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
        "" when amount == 0 => 1,
        _ => null,
    };
}
