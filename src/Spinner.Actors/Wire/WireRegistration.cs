using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Configuration;

namespace Spinner.Wire;

/// <summary>Makes an actor system use the <see cref="SpinnerSerializer"/> for the messages of the protocol.</summary>
internal static class WireRegistration
{
    private const string Name = "spinner";

    private static readonly ConditionalWeakTable<ActorSystem, string> _registered = [];

    /// <summary>HOCON for a system to be.</summary>
    public static Config Hocon { get; } = ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers.{{Name}} = "{{NameOf(typeof(SpinnerSerializer))}}"
          serialization-bindings {
            {{string.Join('\n', WireTable.All.Select(entry => $"\"{NameOf(entry.Type)}\" = {Name}"))}}
          }
        }
        """);

    /// <summary>
    /// For a system that runs. Where the HOCON has done it nothing happens; else have this done before others exchange messages, for Akka does not
    /// lock its table of serializers.
    /// </summary>
    public static void Register(ActorSystem system)
    {
        Akka.Serialization.Serialization all = system.Serialization;

        // Where nothing is ever serialized, the descriptions of all records would cost 3 MB and a tenth of a second for nothing.
        if (((ExtendedActorSystem)system).Provider is LocalActorRefProvider && !system.Settings.SerializeAllMessages) return;

        // Not by asking for a serializer: what it answers it remembers, and warns when it is replaced.
        if (system.Settings.Config.HasPath($"akka.actor.serializers.{Name}") || !_registered.TryAdd(system, Name)) return;
        SpinnerSerializer serializer = new((ExtendedActorSystem)system);
        all.AddSerializer(Name, serializer);
        foreach (WireEntry entry in WireTable.All)
        {
            all.AddSerializationMap(entry.Type, serializer);
        }
    }

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
