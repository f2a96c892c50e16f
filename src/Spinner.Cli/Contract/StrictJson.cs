using System.Text.Json;
using System.Text.Unicode;

namespace Spinner.Cli.Contract;

/// <summary>
/// Reads JSON whose texts exist. .NET takes bytes that are no UTF-8 within a text, and escapes that write half of a surrogate pair (<c>"\ud800"</c>), and
/// refuses them only when somebody asks for the text; no file name and no variable can hold them.
/// </summary>
internal static class StrictJson
{
    /// <summary>Reads it; names that stand twice in one object are refused.</summary>
    /// <param name="utf8">The JSON; a byte order mark in front is left out.</param>
    /// <param name="comments">What becomes of comments.</param>
    /// <param name="trailingCommas">Whether a comma may stand behind the last of something.</param>
    /// <param name="fault">What is wrong, behind "the file"; it shows nothing of the JSON, which may be a secret.</param>
    public static JsonElement? TryRead(ReadOnlyMemory<byte> utf8, JsonCommentHandling comments, bool trailingCommas, out string fault)
    {
        fault = "is not in UTF-8";
        if (!Utf8.IsValid(utf8.Span))
            return null;
        JsonDocumentOptions options = new() { AllowDuplicateProperties = false, AllowTrailingCommas = trailingCommas, CommentHandling = comments };
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, options);
            ReadTexts(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (JsonException bad)
        {
            fault = bad.LineNumber is { } line
                ? $"is no JSON, or names something twice: line {line + 1}, byte {bad.BytePositionInLine + 1}"
                : "is no JSON, or names something twice";
        }
        catch (InvalidOperationException)
        {
            fault = "has a text with half a character: one of \\ud800 to \\udfff without the other that belongs to it";
        }

        return null;
    }

    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                    ReadTexts(item);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadTexts(property.Value);
                }

                break;
        }
    }
}
