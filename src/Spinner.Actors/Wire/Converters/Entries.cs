using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spinner.Wire.Converters;

/// <summary>What is in lists and maps. Annotations do not say whether it may be null, so this is decided here.</summary>
internal static class Entries
{
    public static JsonConverter<T> Of<T>(JsonSerializerOptions options) => (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;

    public static T Read<T>(ref Utf8JsonReader reader, JsonConverter<T> converter, bool takesNull, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Null) return converter.Read(ref reader, typeof(T), options)!;
        return takesNull ? default! : throw new JsonException("An entry is null.");
    }

    public static void Write<T>(Utf8JsonWriter writer, T entry, JsonConverter<T> converter, JsonSerializerOptions options)
    {
        if (entry is null) writer.WriteNullValue();
        else converter.Write(writer, entry, options);
    }
}
