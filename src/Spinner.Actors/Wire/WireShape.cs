using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Spinner.Protocol;
using Spinner.Wire.Converters;

namespace Spinner.Wire;

/// <summary>
/// How records become JSON: what the constructor takes is required and comes first, everything else is left out while it has its default.
/// A missing field reads as nothing (null, false, zero), which is the default of every such property; a test holds that.
/// </summary>
internal static class WireShape
{
    /// <summary>How deep a message may be nested. A list of snapshots, the deepest there is, needs 6.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonSerializerOptions _options = Options();

    public static JsonTypeInfo Of<T>() => _options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Options()
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            RespectNullableAnnotations = true,
            MaxDepth = MaxDepth,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = WireContext.Default.WithAddedModifier(Shape),
            Converters =
            {
                new NameConverter(), new DurationConverter(), new PortRangeConverter(),

                // An argument or value that is null is judged with the rest of the spec, so that its asker learns where it is.
                new ListConverter<string>(takesNull: true), new MapConverter<string>(takesNull: true), new MapConverter<DependencyCondition>(),
                new ListConverter<int>(), new ListConverter<JourneyStep>(), new ListConverter<Transition>(), new ListConverter<StopResult>(),
                new ListConverter<ChildSnapshot>(),
            },
        };
        foreach (JsonConverter words in Words.All) options.Converters.Add(words);
        options.MakeReadOnly();
        return options;
    }

    private static void Shape(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties.ToArray())
        {
            if (property is { AssociatedParameter: null, Set: null })
            {
                type.Properties.Remove(property); // worked out from others
                continue;
            }

            if (property.AssociatedParameter is { IsMemberInitializer: false } parameter)
            {
                property.Order = parameter.Position - 1000;
                property.IsRequired = !parameter.HasDefaultValue && !parameter.IsNullable;
                if (property.IsRequired && property.PropertyType.IsValueType) property.ShouldSerialize = static (_, _) => true;
            }
            else if (!property.IsGetNullable && !property.PropertyType.IsValueType)
            {
                property.ShouldSerialize = static (_, value) => value is not (null or "" or ICollection { Count: 0 });
            }

            if (IsWhatItIsAbout(type.Type, property.PropertyType)) property.IsRequired = !(property.IsSetNullable = true);
            if (!property.PropertyType.IsValueType) property.IsGetNullable = true; // writing is no time to complain
        }
    }

    /// <summary>A request that does not say which child it is about: the actor says so to its asker.</summary>
    private static bool IsWhatItIsAbout(Type type, Type property) =>
        (property == typeof(ChildName) || property == typeof(ChildSpec)) && (type.IsAssignableTo(typeof(IChildMessage)) || type == typeof(ChildSpec));
}
