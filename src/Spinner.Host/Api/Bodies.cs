using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Spinner.Cli.Contract;

namespace Spinner.Host.Api;

/// <summary>Reads the body of a request.</summary>
internal static class Bodies
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <summary>An object; null when there is no body.</summary>
    public static async Task<JsonElement?> ObjectAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (body.Length == 0)
            return null;
        CheckType(context.Request.ContentType);
        try
        {
            ReadOnlyMemory<byte> text = body.GetBuffer().AsMemory(0, (int)body.Length);
            using JsonDocument document = JsonDocument.Parse(text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text, _strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw Problems.BadRequest("The body is not an object: give the options of the child as { \"command\": ... }.");
        }
        catch (JsonException bad)
        {
            // Its own message may show a piece of the body, which may be a secret.
            throw Problems.BadRequest(bad.LineNumber is { } line
                ? $"The body is no JSON, or names something twice: line {line + 1}, byte {bad.BytePositionInLine + 1}."
                : "The body is no JSON, or names something twice.");
        }
    }

    private static void CheckType(string? given)
    {
        bool isJson = MediaTypeHeaderValue.TryParse(given, out MediaTypeHeaderValue? type)
            && (type.MediaType == "application/json" || type.Suffix == "json")
            && (!type.Charset.HasValue || type.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw new ProblemException(Problems.Of(
                StatusCodes.Status415UnsupportedMediaType,
                ProblemCodes.NotJson,
                $"The body is {(string.IsNullOrEmpty(given) ? "of no type" : given)}: send JSON in UTF-8, with Content-Type: application/json."));
        }
    }
}
