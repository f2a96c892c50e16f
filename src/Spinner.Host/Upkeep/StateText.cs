using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Spinner.Host.Upkeep;

/// <summary>
/// The text of a state file: <c>{"version":2,"xxh128":"...","state":{...}}</c>. The checksum is that of the state as it is written, so that a text that
/// was torn, emptied or edited is told from one that we wrote.
/// </summary>
/// <remarks>It guards against accidents, not against attackers (who cannot write into the folder): a hash for that would load OpenSSL, 6 MB.</remarks>
internal static class StateText
{
    /// <summary>The version we write, and the highest we read.</summary>
    public const int Version = 2;

    /// <summary>It had a checksum called sha256.</summary>
    private const int FirstVersion = 1;

    public static byte[] Write(DesiredState state)
    {
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(StateJson.Of(state), StateJsonContext.Default.StateJson);
        byte[] head = Encoding.ASCII.GetBytes(
            FormattableString.Invariant($"{{\"version\":{Version},\"xxh128\":\"{Checksum(payload, Version)}\",\"state\":"));
        return [.. head, .. payload, .. "}\n"u8];
    }

    /// <summary>Reads a text; <paramref name="error"/> says, in a few words, why it is none.</summary>
    /// <returns>The state; null when there is an error, or when the version is above ours.</returns>
    public static DesiredState? Read(byte[] text, out string? error, out int version)
    {
        version = 0;
        try
        {
            error = text.Length == 0 ? "it is empty" : null;
            return error is null ? Parse(text, ref error, ref version) : null;
        }
        catch (JsonException)
        {
            error = "it is not whole";
            return null;
        }
        // What is no number, no text or too large, where another is due.
        catch (Exception oddity) when (oddity is InvalidOperationException or FormatException or OverflowException or NotSupportedException)
        {
            error = "it is none of ours";
            return null;
        }
    }

    private static DesiredState? Parse(byte[] text, ref string? error, ref int version)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out JsonElement number) || (version = number.GetInt32()) < 1)
        {
            error = "it is none of ours";
            return null;
        }

        if (version > Version)
            return null;
        if (!root.TryGetProperty(version == FirstVersion ? "sha256" : "xxh128", out JsonElement checksum) || !root.TryGetProperty("state", out JsonElement state)
            || checksum.GetString() != Checksum(Encoding.UTF8.GetBytes(state.GetRawText()), version))
        {
            error = "its checksum is wrong: it was damaged, or changed by hand";
            return null;
        }

        return state.Deserialize(StateJsonContext.Default.StateJson)?.ToState();
    }

    private static string Checksum(byte[] payload, int version) =>
        Convert.ToHexStringLower(version == FirstVersion ? SHA256.HashData(payload) : XxHash128.Hash(payload));
}
