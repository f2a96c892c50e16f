using Akka.Actor;
using Google.Protobuf;

namespace Spinner.Remoting;

/// <summary>What comes on a connection, as far as it can be told without making anything of it. The numbers are those of Akka's fields.</summary>
internal sealed record Letter
{
    /// <summary>The serializer of messages that are looked up by path.</summary>
    private const int SelectionSerializer = 6;

    /// <summary>What Akka numbers messages with that are not of its own: they are sent once, and nothing is kept of them.</summary>
    private const ulong NotNumbered = ulong.MaxValue;

    private const int Associate = 1;
    private const int ChildName = 2;

    /// <summary>The path of the actor it is for; of a lookup, where that begins.</summary>
    public required string Recipient { get; init; }

    /// <summary>The path of the actor to be answered; empty: nobody.</summary>
    public required string Sender { get; init; }

    /// <summary>The number of the serializer that would read it.</summary>
    public required int Serializer { get; init; }

    /// <summary>The kind of message, in the words of the serializer.</summary>
    public required string Manifest { get; init; }

    /// <summary>Whether Akka would keep it until everything before its number is there, and have it acknowledged.</summary>
    public required bool IsNumbered { get; init; }

    /// <summary>The names that lead from <see cref="Recipient"/> to the actor; null: it is for the recipient itself. A step that is no name is empty.</summary>
    public IReadOnlyList<string>? Lookup { get; init; }

    /// <summary>Reads a frame.</summary>
    /// <param name="frame">The bytes.</param>
    /// <param name="origin">The node that it comes from, in a frame that opens an association; else null.</param>
    /// <returns>Null: it carries no message, but something between the two Akkas.</returns>
    /// <exception cref="InvalidProtocolBufferException">It is none.</exception>
    /// <exception cref="InvalidDataException">It is not as Akka writes it.</exception>
    public static Letter? Read(ByteString frame, out Address? origin)
    {
        ProtoFields protocol = ProtoFields.Read(frame);
        origin = protocol.Message(2) is { } control ? Origin(control) : null;
        if (protocol.Message(1) is not { } container) return null;
        if (container.Bytes(1) is not null) throw new InvalidDataException("it acknowledges what is never sent");
        return container.Message(2) is { } envelope ? Read(envelope) : null;
    }

    private static Address? Origin(ProtoFields control) => control.Number(1) == Associate && control.Message(2)?.Message(1) is { } node
        ? new Address(node.Text(4), node.Text(1), node.Text(2), node.Number(3))
        : null;

    private static Letter Read(ProtoFields envelope)
    {
        ProtoFields payload = Payload(envelope.Message(2));
        Letter letter = new()
        {
            Recipient = envelope.Message(1)?.Text(1) ?? "",
            Sender = envelope.Message(4)?.Text(1) ?? "",
            Serializer = payload.Number(2),
            Manifest = payload.Text(3),
            IsNumbered = envelope.Fixed64(5) != NotNumbered,
        };
        if (letter.Serializer != SelectionSerializer) return letter;
        ProtoFields selection = ProtoFields.Read(payload.Bytes(1) ?? ByteString.Empty);
        ProtoFields inner = Payload(selection.Message(1));
        return letter with
        {
            Serializer = inner.Number(2),
            Manifest = inner.Text(3),
            Lookup = [.. selection.Messages(2).Select(step => step.Number(1) == ChildName ? step.Text(2) : "")],
        };
    }

    private static ProtoFields Payload(ProtoFields? payload) => payload ?? throw new InvalidDataException("it carries nothing");
}
