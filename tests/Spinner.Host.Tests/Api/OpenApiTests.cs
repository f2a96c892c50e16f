using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spinner.Cli.Contract;
using Spinner.Host.Api;
using Xunit;

namespace Spinner.Host.Tests.Api;

public sealed class OpenApiTests
{
    private static readonly JsonObject _document = OpenApi.Document();

    [Fact]
    public async Task Every_route_is_described_and_nothing_else()
    {
        await using TestHost host = await TestHost.Start(plan => plan);
        IEnumerable<string> routes =
            from endpoint in host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            where method != "HEAD"
            select $"{method} {endpoint.RoutePattern.RawText}";
        IEnumerable<string> described =
            from path in _document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where operation.Key != "parameters"
            select $"{operation.Key.ToUpperInvariant()} {path.Key}";

        Assert.Equal(described.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string> Records() => [.. typeof(ChildView).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(ChildView).Namespace && type.Name.EndsWith("View", StringComparison.Ordinal)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Every_property_of_every_record_is_described(string record)
    {
        Type type = typeof(ChildView).Assembly.GetType($"{typeof(ChildView).Namespace}.{record}")!;
        string[] expected = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(StringComparer.Ordinal)];

        Assert.Contains(Objects(_document["components"]!["schemas"]!), schema =>
            schema["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal).SequenceEqual(expected));
    }

    [Fact]
    public void Every_option_of_a_body_is_described_and_nothing_else() => Assert.Equal(
        [.. SpecOptions.ByName.Keys.Append("name").Append("baseDirectory").Order(StringComparer.Ordinal)],
        _document["components"]!["schemas"]!["Spec"]!["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_code_of_a_problem_is_described()
    {
        string paths = _document["paths"]!.ToJsonString();
        string[] codes = [.. typeof(ProblemCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

        // These are for what is described nowhere: another path, another method.
        Assert.All(codes.Except([ProblemCodes.NotFound, ProblemCodes.MethodNotAllowed]), code => Assert.Contains(code, paths, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        string[] references = [.. Objects(_document, "$ref").Select(node => (string)node["$ref"]!).Distinct()];

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            JsonNode? at = _document;
            foreach (string part in reference.Split('/').Skip(1))
                at = at![part];
            Assert.NotNull(at);
        });
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node, string with = "properties") => node switch
    {
        JsonObject one => one.SelectMany(part => Objects(part.Value, with)).Concat(one.ContainsKey(with) ? [one] : []),
        JsonArray many => many.SelectMany(part => Objects(part, with)),
        _ => [],
    };
}
