using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Spinner.Cli.Contract;
using Spinner.Policies;

namespace Spinner.Host.Api;

/// <summary>Reads the body of a request.</summary>
internal static class Bodies
{
    /// <summary>An object; null when there is no body.</summary>
    public static async Task<JsonElement?> ObjectAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (body.Length == 0)
            return null;
        CheckType(context.Request.ContentType);
        JsonElement? read = StrictJson.TryRead(body.GetBuffer().AsMemory(0, (int)body.Length), JsonCommentHandling.Disallow, trailingCommas: false, out string fault);
        return read is not { } json ? throw Problems.BadRequest($"The body {fault}.")
            : json.ValueKind == JsonValueKind.Object ? json
            : throw Problems.BadRequest("The body is not an object: give the options of the child as { \"command\": ... }.");
    }

    /// <summary>For what has no options in a body: one that is there all the same is refused, for whoever sent it meant something by it.</summary>
    public static RequestDelegate None(RequestDelegate next) => async context =>
    {
        if (await ObjectAsync(context).ConfigureAwait(false) is { } body && body.EnumerateObject().Select(property => property.Name).FirstOrDefault() is { } name)
        {
            throw Problems.BadRequest(
                $"{PlanErrors.Quote(name)} in the body is not understood: this request takes none; what options it has are in its query.");
        }

        await next(context).ConfigureAwait(false);
    };

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
