using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spinner.Wire.Converters;

/// <summary>Values by texts, in the order of these. What is null in it is refused, unless somebody else is known to look for that.</summary>
internal sealed class MapConverter<T>(bool takesNull = false) : JsonConverter<IReadOnlyDictionary<string, T>>
{
    public override IReadOnlyDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Not an object.");
        JsonConverter<T> converter = Entries.Of<T>(options);
        Dictionary<string, T> map = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            map[key] = Entries.Read(ref reader, converter, takesNull, options);
        }

        return map;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value, JsonSerializerOptions options)
    {
        JsonConverter<T> converter = Entries.Of<T>(options);
        writer.WriteStartObject();
        foreach ((string key, T entry) in value.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(key);
            Entries.Write(writer, entry, converter, options);
        }

        writer.WriteEndObject();
    }
}
