using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spinner.Wire.Converters;

/// <summary>An enumeration in words that stay when its members are renamed.</summary>
/// <param name="words">Each member with its word.</param>
/// <param name="other">What a word that is not known here means. Null: it cannot be read.</param>
internal sealed class WordConverter<T>((T Value, string Word)[] words, T? other = null) : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach ((T value, string word) in words)
            {
                if (reader.ValueTextEquals(word)) return value;
            }

            if (other is { } catchAll) return catchAll;
        }

        throw new JsonException($"Not one of the words known here: {string.Join(", ", words.Select(known => known.Word))}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach ((T known, string word) in words)
        {
            if (!EqualityComparer<T>.Default.Equals(known, value)) continue;
            writer.WriteStringValue(word);
            return;
        }

        throw new JsonException($"{typeof(T).Name} has no word for {value}.");
    }
}
