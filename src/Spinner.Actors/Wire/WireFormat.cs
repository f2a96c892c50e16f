using System.Runtime.Serialization;
using System.Text.Json;

namespace Spinner.Wire;

/// <summary>Reads and writes the messages of <see cref="WireTable"/>.</summary>
internal static class WireFormat
{
    /// <summary>The largest message that is read: 8 MB.</summary>
    public const int MaxBytes = 8_000_000;

    /// <summary>How much of a manifest is repeated in errors.</summary>
    public const int LongestManifest = 64;

    private const int LongestReason = 400;

    public static byte[] Write(object message)
    {
        WireEntry entry = WireTable.Of(message.GetType());
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(message, entry.Shape);
        }
        catch (JsonException e)
        {
            throw new SerializationException($"{entry.Manifest} cannot be written: {e.Message}", e);
        }
    }

    /// <exception cref="SerializationException">It cannot be read: the manifest and the reason, fit for logs and answers.</exception>
    public static (object Message, bool IsRequest) Read(byte[] bytes, string manifest)
    {
        if (WireTable.Find(manifest) is not { } entry)
            throw Unreadable(manifest, "there is no such message here. The nodes have different versions of Spinner, or it is not Spinner that sends it");
        if (bytes.Length > MaxBytes)
            throw Unreadable(manifest, $"it has {bytes.Length} bytes, and no more than {MaxBytes} are read");
        try
        {
            return (JsonSerializer.Deserialize(bytes, entry.Shape) ?? throw Unreadable(manifest, "it is null"), entry.IsRequest);
        }
        catch (JsonException e)
        {
            throw Unreadable(manifest, e.Message, e);
        }
    }

    /// <summary>What came from elsewhere, short and on one line.</summary>
    public static string Shown(string text, int longest) => string.Create(Math.Min(text.Length, longest), text, static (shown, all) =>
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(all[i]) || char.IsSurrogate(all[i]) ? '?' : all[i];
        }
    });

    private static SerializationException Unreadable(string manifest, string reason, Exception? cause = null) =>
        new($"The message '{Shown(manifest, LongestManifest)}' cannot be read: {Shown(reason, LongestReason).TrimEnd('.')}.", cause);
}
