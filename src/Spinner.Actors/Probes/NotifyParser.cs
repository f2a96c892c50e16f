using System.Globalization;
using System.Text;

namespace Spinner.Probes;

/// <summary>Reads a datagram of sd_notify: lines of the form <c>NAME=value</c>. Lines of which we know nothing are none of our business.</summary>
internal static class NotifyParser
{
    /// <summary>A datagram of this size or more is ignored.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The length at which a status is cut.</summary>
    public const int MaxStatus = 256;

    private const int LongestName = 20;

    /// <summary>Infinity is said as the largest number there is; no timer takes that.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromDays(30);

    public static NotifyMessage Parse(ReadOnlySpan<byte> datagram)
    {
        NotifyMessage message = NotifyMessage.Nothing;
        if (datagram.Length >= MaxBytes)
            return message;
        foreach (Range range in datagram.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = datagram[range];
            int nameLength = line.IndexOf((byte)'=');
            if (nameLength is > 0 and <= LongestName)
                message = Assign(message, Encoding.UTF8.GetString(line[..nameLength]), line[(nameLength + 1)..]);
        }

        return message;
    }

    private static NotifyMessage Assign(NotifyMessage message, string name, ReadOnlySpan<byte> value) => name switch
    {
        "READY" when value.SequenceEqual("1"u8) => message with { Ready = true },
        "STOPPING" when value.SequenceEqual("1"u8) => message with { Stopping = true },
        "WATCHDOG" when value.SequenceEqual("1"u8) => message with { Watchdog = true },
        "WATCHDOG" when value.SequenceEqual("trigger"u8) => message with { WatchdogTrigger = true },
        "STATUS" => message with { Status = ShownText.Of(Encoding.UTF8.GetString(value), MaxStatus) },
        "EXTEND_TIMEOUT_USEC" => message with { ExtendTimeout = Microseconds(value) ?? message.ExtendTimeout },
        "WATCHDOG_USEC" => message with { WatchdogInterval = Microseconds(value) ?? message.WatchdogInterval },
        _ => message,
    };

    private static TimeSpan? Microseconds(ReadOnlySpan<byte> value)
    {
        if (!ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
            return null;
        return number < (ulong)_longest.TotalMicroseconds ? TimeSpan.FromMicroseconds((long)number) : _longest;
    }
}
