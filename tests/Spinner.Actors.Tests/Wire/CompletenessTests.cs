using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spinner.Protocol;
using Spinner.Wire;
using Xunit;

namespace Spinner.Actors.Tests.Wire;

/// <summary>Whoever adds to the protocol is told here what the wire lacks.</summary>
public sealed class CompletenessTests
{
    /// <summary>What messages are made of.</summary>
    private static readonly Type[] _parts =
    [
        typeof(ChildName), typeof(ChildSpec), typeof(ChildEndpoint), typeof(ExitStatus), typeof(JourneyStep), typeof(LivenessCheck),
        typeof(OutputTarget), typeof(PortRange), typeof(ReadinessCheck), typeof(Transition),
    ];

    /// <summary>What means something in this process only: output as it comes.</summary>
    private static readonly Type[] _local = [typeof(OutputLine), typeof(OutputSubscriptionOptions)];

    private static readonly Type[] _records = [.. typeof(StartChild).Assembly.GetExportedTypes()
        .Where(type => type is { Namespace: "Spinner.Protocol", IsClass: true, IsAbstract: false })];

    /// <summary>The records whose JSON is made from their properties.</summary>
    public static TheoryData<Type> Shaped() => [.. _records.Except(_local).Except([typeof(ChildName), typeof(PortRange)])];

    public static TheoryData<Type> Messages() => [.. WireTable.All.Select(entry => entry.Type)];

    public static TheoryData<Type> Enumerations() => [.. _records.Except(_local).SelectMany(Same.Fields)
        .SelectMany(field => field.PropertyType.IsGenericType ? field.PropertyType.GetGenericArguments() : [field.PropertyType])
        .Where(type => type.IsEnum).Distinct()];

    [Fact]
    public void Every_record_of_the_protocol_travels_or_is_known_not_to() =>
        Assert.Equal(
            _records.Select(type => type.Name).Order(StringComparer.Ordinal),
            WireTable.All.Select(entry => entry.Type).Concat(_parts).Concat(_local).Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Requests_are_what_asks_for_something() =>
        Assert.All(WireTable.All, entry => Assert.Equal(
            !entry.Type.IsAssignableTo(typeof(ChildReply)) && !entry.Type.IsAssignableTo(typeof(ChildEvent)) && entry.Type.Name is not
                (nameof(StopAllResult) or nameof(ChildList) or nameof(ReplayEnded) or nameof(EventsLost) or nameof(SpinnerAlive) or nameof(RequestRefused) or nameof(NotUnderstood)),
            entry.IsRequest));

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_sample_sets_every_field(Type type) => AssertAllSet(WireSamples.Of(type), type.Name);

    [Fact]
    public void Every_option_of_a_spec_survives()
    {
        AssertAllSet(WireSamples.Spec, nameof(ChildSpec));

        StartChild read = Assert.IsType<StartChild>(WireFormat.Read(WireFormat.Write(new StartChild(WireSamples.Spec)), "start.1").Message);

        Same.Content(WireSamples.Spec, read.Spec);
        Assert.True(WireSamples.Spec.IsSameAs(read.Spec));
    }

    /// <summary>The records' own defaults must be what a reader sets for a field that it has not seen.</summary>
    [Theory]
    [MemberData(nameof(Shaped))]
    public void A_missing_field_has_the_default_of_the_record(Type type)
    {
        JsonTypeInfo shape = WireTable.All[0].Shape.Options.GetTypeInfo(type);
        object sample = FindSample(type);
        JsonObject json = JsonSerializer.SerializeToNode(sample, shape)!.AsObject();
        foreach (JsonPropertyInfo property in shape.Properties.Where(property => property.AssociatedParameter is not { IsMemberInitializer: false }))
        {
            json.Remove(property.Name);
        }

        object read = JsonSerializer.Deserialize(json, shape)!;

        ConstructorInfo constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        object fresh = constructor.Invoke([.. constructor.GetParameters().Select(parameter => type.GetProperty(parameter.Name!)!.GetValue(sample))]);
        Same.Content(fresh, read, type.Name);
    }

    [Theory]
    [MemberData(nameof(Enumerations))]
    public void Every_member_of_an_enumeration_has_a_word_of_its_own(Type type)
    {
        JsonTypeInfo shape = WireTable.All[0].Shape.Options.GetTypeInfo(type);
        object[] members = [.. Enum.GetValues(type).Cast<object>()];
        string[] words = [.. members.Select(member => JsonSerializer.Serialize(member, shape))];

        Assert.Equal(words.Length, words.Distinct(StringComparer.Ordinal).Count());
        Assert.All(words, word => Assert.StartsWith("\"", word, StringComparison.Ordinal));
        Assert.Equal(members, words.Select(word => JsonSerializer.Deserialize(word, shape)));
    }

    private static object FindSample(Type type) =>
        type == typeof(ChildSpec) ? WireSamples.Spec
        : type == typeof(ReadinessCheck) ? WireSamples.Spec.Readiness!
        : type == typeof(LivenessCheck) ? WireSamples.Spec.Liveness!
        : type == typeof(OutputTarget) ? WireSamples.Spec.Stdout!
        : type == typeof(ChildEndpoint) ? ChildEndpoint.Tcp("127.0.0.1", 7000)
        : type == typeof(ExitStatus) ? ExitStatus.Exited(1)
        : type == typeof(JourneyStep) ? new JourneyStep("wait", TimeSpan.FromSeconds(1))
        : type == typeof(Transition) ? WireSamples.All.OfType<ChildSnapshot>().Single().Transitions[0]
        : WireSamples.Of(type);

    private static void AssertAllSet(object sample, string where)
    {
        foreach (PropertyInfo field in Same.Fields(sample.GetType()))
        {
            object? value = field.GetValue(sample);
            bool isSet = value switch
            {
                null or "" or false or 0 or 0L or ICollection { Count: 0 } => false,
                Enum word => field.PropertyType != word.GetType() || Convert.ToInt32(word, null) != 0,
                _ => true,
            };
            Assert.True(isSet, $"The sample of {where} has to set {field.Name}.");
            if (value is StartFailed or ChildSnapshot or ReadinessCheck or LivenessCheck) AssertAllSet(value, $"{where}.{field.Name}");
        }
    }
}
