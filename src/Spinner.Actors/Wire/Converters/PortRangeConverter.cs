using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spinner.Protocol;

namespace Spinner.Wire.Converters;

/// <summary>A range of ports is <c>"7000-7999"</c>. Whether these are ports is judged with the rest of the spec.</summary>
internal sealed class PortRangeConverter : JsonConverter<PortRange>
{
    public override PortRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";

        // The first may be negative, and the dash is not the one it begins with.
        int dash = text.Length > 1 ? text.IndexOf('-', 1) : -1;
        return dash > 0 && IsNumber(text[..dash], out int first) && IsNumber(text[(dash + 1)..], out int last)
            ? new PortRange(first, last)
            : throw new JsonException("A range of ports is written as 7000-7999.");
    }

    public override void Write(Utf8JsonWriter writer, PortRange value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.First}-{value.Last}"));

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
