using Akka.Actor;

namespace Spinner.Remoting;

/// <summary>The links of a system to other nodes: one for each address and manner of calling, whoever asks for it. Only they may be answered.</summary>
internal sealed class RemoteLinks : IExtension
{
    private const string Guardian = "system";
    private const string Prefix = "spinner-remote-";

    private readonly Lock _lock = new();
    private readonly Dictionary<(Address, RemoteClientOptions), IActorRef> _links = [];
    private readonly Dictionary<string, Address> _byName = new(StringComparer.Ordinal);

    public static RemoteLinks Of(ActorSystem system) => system.WithExtension<RemoteLinks, Provider>();

    /// <summary>The link to an address. It lives as long as the system.</summary>
    /// <param name="to">The other node.</param>
    /// <param name="options">How it is called.</param>
    /// <param name="create">Makes it, under a name.</param>
    public IActorRef To(Address to, RemoteClientOptions options, Func<string, IActorRef> create)
    {
        lock (_lock)
        {
            if (_links.TryGetValue((to, options), out IActorRef? link)) return link;
            string name = $"{Prefix}{_links.Count + 1}";

            // Before it is made, for it may be answered as soon as it asks.
            _byName[name] = to;
            return _links[(to, options)] = create(name);
        }
    }

    /// <summary>Whether an actor is a link to a node, or one of the actors that it has made.</summary>
    public bool IsLinkTo(ActorPath actor, Address node) => actor.Elements switch
    {
        [Guardian, var link] => IsTo(link, node),
        [Guardian, var link, not (".." or ".")] => IsTo(link, node),
        _ => false,
    };

    /// <summary>Whether this node calls another one.</summary>
    public bool HasLinkTo(Address node)
    {
        lock (_lock)
        {
            return _byName.Values.Any(to => IsSame(to, node));
        }
    }

    /// <summary>The protocol is left out: connections name it as <c>ssl.tcp</c>, paths as <c>akka.ssl.tcp</c>.</summary>
    public static bool IsSame(Address one, Address other) =>
        one.Port == other.Port && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) && string.Equals(one.System, other.System, StringComparison.Ordinal);

    private bool IsTo(string link, Address node)
    {
        lock (_lock)
        {
            return _byName.TryGetValue(link, out Address? to) && IsSame(to, node);
        }
    }

    private sealed class Provider : ExtensionIdProvider<RemoteLinks>
    {
        public override RemoteLinks CreateExtension(ExtendedActorSystem system) => new();
    }
}
