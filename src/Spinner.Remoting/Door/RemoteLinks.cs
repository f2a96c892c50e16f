using System.Collections.Concurrent;
using Akka.Actor;

namespace Spinner.Remoting;

/// <summary>The links of a system to other nodes: which of its actors may be answered, and by whom.</summary>
internal sealed class RemoteLinks : IExtension
{
    private const string Guardian = "system";
    private const string Prefix = "spinner-remote-";

    private readonly ConcurrentDictionary<string, Address> _links = new(StringComparer.Ordinal);
    private int _last;

    public static RemoteLinks Of(ActorSystem system) => system.WithExtension<RemoteLinks, Provider>();

    /// <summary>A name for a new link among the actors of the system.</summary>
    public string Add(Address to)
    {
        string name = $"{Prefix}{Interlocked.Increment(ref _last)}";
        _links[name] = to;
        return name;
    }

    /// <summary>Whether an actor is a link to a node, or belongs to one.</summary>
    public bool IsLinkTo(ActorPath actor, Address node) =>
        actor.Elements is [Guardian, var name, ..] && _links.TryGetValue(name, out Address? to) && IsSame(to, node);

    /// <summary>The protocol is left out: connections name it as <c>ssl.tcp</c>, paths as <c>akka.ssl.tcp</c>.</summary>
    public static bool IsSame(Address one, Address other) =>
        one.Port == other.Port && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) && string.Equals(one.System, other.System, StringComparison.Ordinal);

    private sealed class Provider : ExtensionIdProvider<RemoteLinks>
    {
        public override RemoteLinks CreateExtension(ExtendedActorSystem system) => new();
    }
}
