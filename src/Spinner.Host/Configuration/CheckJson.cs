using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spinner.Host.Configuration;

/// <summary>What <c>check -o json</c> prints.</summary>
[JsonSerializable(typeof(IReadOnlyList<ConfigError>))]
[JsonSerializable(typeof(ExplainedFile))]
internal sealed partial class CheckJson : JsonSerializerContext
{
    /// <summary>Quotes within texts stay readable: what is printed is part of no web page.</summary>
    public static CheckJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
