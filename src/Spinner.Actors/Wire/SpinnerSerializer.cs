using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Spinner.Protocol;

namespace Spinner.Wire;

/// <summary>
/// The wire between nodes: the messages of <see cref="Protocol"/> as JSON, each under a short manifest with a version. <c>WithSpinner</c> and
/// <c>StartSpinner</c> register it.
/// </summary>
/// <remarks>
/// In a system with remoting every command and query that is read is marked as one of another node, also when it was sent to a local actor with
/// <c>akka.actor.serialize-messages = on</c>: the two cannot be told apart.
/// </remarks>
public sealed class SpinnerSerializer : SerializerWithStringManifest
{
    /// <summary>Identifies this serializer on all nodes, and so never changes.</summary>
    internal const int Number = 77;

    private readonly bool _readsFromOtherNodes;
    private readonly string? _advertisedHost;

    /// <summary>Used by the actor system.</summary>
    /// <param name="system">The system whose messages it reads and writes.</param>
    public SpinnerSerializer(ExtendedActorSystem system)
        : this(system, HasRemoting(system))
    {
    }

    internal SpinnerSerializer(ExtendedActorSystem system, bool readsFromOtherNodes)
        : base(system)
    {
        _readsFromOtherNodes = readsFromOtherNodes;
        _advertisedHost = readsFromOtherNodes ? system.Settings.Config.GetString("spinner.advertised-host", null) : null;
    }

    /// <inheritdoc/>
    public override int Identifier => Number;

    /// <inheritdoc/>
    public override string Manifest(object o)
    {
        ArgumentNullException.ThrowIfNull(o);
        return WireTable.Of(o.GetType()).Manifest;
    }

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return WireFormat.Write(_advertisedHost is null ? obj : Advertising.In(obj, _advertisedHost));
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!_readsFromOtherNodes) return WireFormat.Read(bytes, manifest).Message;
        try
        {
            (object message, bool isRequest) = WireFormat.Read(bytes, manifest);
            return isRequest ? new FromAnotherNode(message) : message;
        }
        catch (SerializationException unreadable)
        {
            // Thrown, it would end in a log; so the asker can be told.
            return new FromAnotherNode(new NotUnderstood(WireFormat.Shown(manifest, WireFormat.LongestManifest), unreadable.Message));
        }
    }

    private static bool HasRemoting(ExtendedActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.Provider is not LocalActorRefProvider;
    }
}
