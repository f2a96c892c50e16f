using System.Globalization;
using System.Text.Json;
using Spinner.Configuration;
using Spinner.Policies;

namespace Spinner.Host.Api;

/// <summary>Turns the values of a body into what the reader of the configuration takes; what is not of the kind is told in the words of JSON.</summary>
internal sealed class SpecNodes(PlanErrors errors)
{
    /// <summary>Null: it is not of its kind, which has been told.</summary>
    public HoconNode? Of(string name, OptionKind kind, JsonElement value) => value.ValueKind == JsonValueKind.Null ? new HoconText(null) : kind switch
    {
        OptionKind.Text => Expect(value.ValueKind == JsonValueKind.String, name, "a text") ? Text(value) : null,
        OptionKind.Number => Expect(IsScalar(value), name, "a whole number") ? Text(value) : null,
        OptionKind.Switch => Expect(IsScalar(value), name, "true or false") ? Text(value) : null,
        OptionKind.Time => Expect(IsNumberOrText(value), name, "a number of seconds, or a text such as \"30s\"") ? Time(name, value) : null,
        OptionKind.Size => Expect(IsNumberOrText(value), name, "a number of bytes, or a text such as \"512 MB\"") ? Size(value) : null,
        OptionKind.Texts => List(name, value, "a list of texts"),
        OptionKind.TextOrTexts => value.ValueKind == JsonValueKind.String ? Text(value) : List(name, value, "a text or a list of texts"),
        OptionKind.Numbers => List(name, value, "a list of whole numbers"),
        OptionKind.Map => Map(name, value),
        OptionKind.Ports => Ports(name, value),
        _ => Check(name, value),
    };

    private HoconList? List(string name, JsonElement value, string expected)
    {
        bool fits = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsScalar);
        return Expect(fits, name, expected) ? new HoconList([.. value.EnumerateArray().Select(item => Text(item).Value)]) : null;
    }

    // The value itself may be a secret and is not shown.
    private HoconSection? Map(string name, JsonElement value)
    {
        if (!Expect(value.ValueKind == JsonValueKind.Object, name, "an object of texts"))
            return null;
        Dictionary<string, HoconNode> items = new(StringComparer.Ordinal);
        foreach (JsonProperty item in value.EnumerateObject())
        {
            if (Expect(IsScalar(item.Value), $"{name} {PlanErrors.Quote(item.Name)}", "a text"))
                items.Add(item.Name, Text(item.Value));
        }

        return new HoconSection(items);
    }

    private HoconText? Ports(string name, JsonElement value)
    {
        JsonElement[] ends = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];
        bool isPair = ends.Length == 2 && ends.All(end => end.ValueKind == JsonValueKind.Number);
        return !Expect(isPair || IsNumberOrText(value), name, "a text such as \"7000-7999\", or a list of the lowest and the highest port") ? null
            : isPair ? new HoconText($"{Text(ends[0]).Value}-{Text(ends[1]).Value}")
            : Text(value);
    }

    private HoconNode? Check(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Expect(value.ValueKind == JsonValueKind.String, name, "a text or an object") ? Text(value) : null;
        Dictionary<string, HoconNode> parts = new(StringComparer.Ordinal);
        foreach (JsonProperty part in value.EnumerateObject())
        {
            OptionKind kind = SpecOptions.IsTimeOfCheck(part.Name) ? OptionKind.Time
                : part.Name == "exec" ? OptionKind.Texts
                : part.Name is "http" or "log" ? OptionKind.Text
                : OptionKind.Number;
            if (Of($"{name}.{part.Name}", kind, part.Value) is { } node)
                parts.Add(part.Name, node);
        }

        return new HoconSection(parts);
    }

    private bool Expect(bool fits, string name, string expected)
    {
        if (!fits)
            errors.Add($"{name} is not {expected}.");
        return fits;
    }

    private static bool IsNumberOrText(JsonElement value) => value.ValueKind is JsonValueKind.Number or JsonValueKind.String;

    private static bool IsScalar(JsonElement value) => IsNumberOrText(value) || value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static HoconText Time(string name, JsonElement value) => value.ValueKind != JsonValueKind.Number ? Text(value)
        : name is "idleTime" or "idleTimeSec" && Text(value) is { Value: "-1" } never ? never
        : new HoconText($"{Text(value).Value} s");

    private static HoconText Size(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? new HoconText($"{Text(value).Value} bytes") : Text(value);

    private static HoconText Text(JsonElement value) => new(value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => Number(value),
        _ => value.GetRawText(),
    });

    /// <summary>Without an exponent, and a whole number without a fraction. What is too large for that is still a number, just out of every range.</summary>
    private static string Number(JsonElement value) => value.TryGetDecimal(out decimal number)
        ? number.ToString("0.############################", CultureInfo.InvariantCulture)
        : value.GetDouble() < 0 ? decimal.MinValue.ToString(CultureInfo.InvariantCulture) : decimal.MaxValue.ToString(CultureInfo.InvariantCulture);
}
