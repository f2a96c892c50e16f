using System.Text.Json;
using System.Text.Json.Serialization;
using Spinner.Protocol;

namespace Spinner.Wire.Converters;

/// <summary>The name of a child is a text.</summary>
internal sealed class NameConverter : JsonConverter<ChildName>
{
    public override ChildName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new ChildName(reader.GetString()!) : throw new JsonException("The name of a child is a text.");

    public override void Write(Utf8JsonWriter writer, ChildName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
