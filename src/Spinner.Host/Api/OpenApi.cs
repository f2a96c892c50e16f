using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Spinner.Host.Api;

/// <summary>
/// <c>GET /openapi/v1.json</c>: the paths as they are written down beside this file, and the records as they are. Put together when it is first asked
/// for: what makes such a document from the routes costs every start of the host.
/// </summary>
internal static class OpenApi
{
    private static readonly Lazy<byte[]> _document = new(() => ApiJson.Bytes(Document(), ApiJson.Contract.JsonObject));

    public static void Map(IEndpointRouteBuilder app) => app.MapMethods("/openapi/v1.json", Methods.Get, context =>
    {
        _ = new Query(context);
        context.Response.ContentType = ApiJson.Json;
        context.Response.ContentLength = _document.Value.Length;
        return context.Response.Body.WriteAsync(_document.Value, context.RequestAborted).AsTask();
    });

    public static JsonObject Document()
    {
        using Stream written = Assembly.GetExecutingAssembly().GetManifestResourceStream("Spinner.openapi.json")!;
        JsonObject document = JsonNode.Parse(written)!.AsObject();
        JsonObject schemas = document["components"]!["schemas"]!.AsObject();
        JsonTypeInfo[] records =
        [
            ApiJson.Contract.ChildView, ApiJson.Contract.ChildListView, ApiJson.Contract.StartView, ApiJson.Contract.StopView,
            ApiJson.Contract.StopAllView, ApiJson.Contract.TouchView, ApiJson.Contract.ReloadView, ApiJson.Contract.InfoView,
            ApiJson.Contract.EventView, ApiJson.Contract.LogLineView, ApiJson.Contract.ProblemView,
        ];
        JsonSchemaExporterOptions options = new() { TreatNullObliviousAsNonNullable = true };
        foreach (JsonTypeInfo record in records)
        {
            JsonNode schema = record.GetJsonSchemaAsNode(options);
            Rebase(schema, $"#/components/schemas/{record.Type.Name}");
            schemas.Add(record.Type.Name, schema);
        }

        return document;
    }

    /// <summary>The references within a schema start at its root, which is somewhere else in the document.</summary>
    private static void Rebase(JsonNode? node, string root)
    {
        if (node is JsonArray many)
        {
            foreach (JsonNode? part in many)
                Rebase(part, root);
        }
        else if (node is JsonObject one)
        {
            if (one["$ref"] is { } reference)
                one["$ref"] = root + ((string)reference!)[1..];
            foreach ((string _, JsonNode? part) in one)
                Rebase(part, root);
        }
    }
}
