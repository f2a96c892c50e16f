using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Spinner.Remoting;

/// <summary>
/// Takes the place of serializers that would make objects of whatever type a message names: Newtonsoft.Json (1) and remote deployment (3). What comes in
/// under their numbers is refused unread, and nothing goes out.
/// </summary>
public abstract class RefusedSerializer : Serializer
{
    private readonly string _what;

    private protected RefusedSerializer(ExtendedActorSystem system, string what)
        : base(system) => _what = what;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj?.GetType().FullName} is not sent: {_what} is switched off by WithSpinnerRemoting. Bind a serializer of its own to it.");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type? type) =>
        throw new SerializationException($"A message of {bytes?.Length} bytes is refused unread: {_what} is switched off by WithSpinnerRemoting.");
}

/// <summary>In place of Newtonsoft.Json, the serializer of everything that has no other.</summary>
public sealed class RefusedJson : RefusedSerializer
{
    /// <summary>Used by the actor system, which looks for a constructor that takes settings.</summary>
    /// <param name="system">The system.</param>
    /// <param name="settings">Those of the serializer that it replaces: of no interest.</param>
    public RefusedJson(ExtendedActorSystem system, Config settings)
        : base(system, "the serializer Newtonsoft.Json") => _ = settings;

    /// <inheritdoc/>
    public override int Identifier => 1;
}

/// <summary>In place of the serializer of remote deployment.</summary>
/// <param name="system">Used by the actor system.</param>
public sealed class RefusedDeployment(ExtendedActorSystem system) : RefusedSerializer(system, "remote deployment")
{
    /// <inheritdoc/>
    public override int Identifier => 3;
}
