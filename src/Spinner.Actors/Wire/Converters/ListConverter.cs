using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spinner.Wire.Converters;

/// <summary>A list. What is null in it is refused, unless somebody else is known to look for that.</summary>
internal sealed class ListConverter<T>(bool takesNull = false) : JsonConverter<IReadOnlyList<T>>
{
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Not a list.");
        JsonConverter<T> converter = Entries.Of<T>(options);
        List<T> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(Entries.Read(ref reader, converter, takesNull, options));
        }

        return list;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        JsonConverter<T> converter = Entries.Of<T>(options);
        writer.WriteStartArray();
        foreach (T entry in value)
        {
            Entries.Write(writer, entry, converter, options);
        }

        writer.WriteEndArray();
    }
}
