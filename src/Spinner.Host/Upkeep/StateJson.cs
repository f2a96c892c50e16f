using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>The desired state in its file.</summary>
internal sealed record StateJson
{
    public required ImmutableSortedDictionary<string, ChildJson> Children { get; init; }

    public static StateJson Of(DesiredState state) => new()
    {
        Children = state.Children.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => new ChildJson(pair.Value.Wanted, pair.Value.FromFile, pair.Value.Spec is { } spec ? SpecJson.Of(spec) : null),
            StringComparer.Ordinal),
    };

    public DesiredState ToState() => new(
        Children.ToImmutableSortedDictionary(
            pair => pair.Key, pair => new DesiredChild(pair.Value.Spec?.ToSpec(), pair.Value.Wanted, pair.Value.FromFile), StringComparer.Ordinal));
}

/// <summary>A child in the file.</summary>
internal sealed record ChildJson(Wanted Wanted, bool FromFile, SpecJson? Spec);

/// <summary>How the file is written and read; generated, so that nothing is looked up at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    Converters =
    [
        typeof(Words<Wanted>), typeof(Words<StopSignal>), typeof(Words<ListenMode>), typeof(Words<RestartMode>), typeof(Words<DependencyCondition>),
        typeof(Words<EndpointKind>), typeof(Words<OutputTargetKind>), typeof(Words<ReadinessKind>), typeof(Words<LivenessKind>),
    ])]
[JsonSerializable(typeof(StateJson))]
internal sealed partial class StateJsonContext : JsonSerializerContext;

/// <summary>A word for each value; a number would be another one's when a value is added in between.</summary>
internal sealed class Words<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
