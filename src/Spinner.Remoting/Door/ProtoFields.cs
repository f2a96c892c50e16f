using Google.Protobuf;

namespace Spinner.Remoting;

/// <summary>
/// The fields of one protobuf message. What stands twice is an error to whoever asks for it: the reader behind the door would merge the two, and see another
/// message than was judged.
/// </summary>
internal sealed class ProtoFields
{
    /// <summary>More than any message of Akka's has; what is all fields would cost a hundred times its bytes.</summary>
    private const int MostFields = 64;

    private readonly List<(int Number, object Value)> _fields = [];

    /// <exception cref="InvalidProtocolBufferException">It is no message.</exception>
    /// <exception cref="InvalidDataException">It is none of Akka's.</exception>
    public static ProtoFields Read(ByteString message)
    {
        ProtoFields read = new();
        CodedInputStream input = message.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (read._fields.Count == MostFields) throw new InvalidDataException($"it has more than {MostFields} fields");
            object value = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => new Fixed(input.ReadFixed64()),
                WireFormat.WireType.Fixed32 => input.ReadFixed32(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes(),
                _ => throw new InvalidDataException("it has a group, as nothing of Akka's has"),
            };
            read._fields.Add((WireFormat.GetTagFieldNumber(tag), value));
        }

        return read;
    }

    /// <exception cref="InvalidDataException">The field stands twice, or is no text of bytes.</exception>
    public ByteString? Bytes(int number) => One(number) switch
    {
        null => null,
        ByteString bytes => bytes,
        _ => throw new InvalidDataException($"its field {number} is of another kind"),
    };

    /// <inheritdoc cref="Bytes"/>
    public string Text(int number) => Bytes(number)?.ToStringUtf8() ?? "";

    /// <inheritdoc cref="Bytes"/>
    public ProtoFields? Message(int number) => Bytes(number) is { } inner ? Read(inner) : null;

    /// <exception cref="InvalidDataException">The field stands twice, or is no number.</exception>
    public int Number(int number) => One(number) switch
    {
        null => 0,
        ulong value => unchecked((int)value), // as Akka reads it
        _ => throw new InvalidDataException($"its field {number} is of another kind"),
    };

    /// <summary>A number of eight bytes; null: there is none.</summary>
    /// <exception cref="InvalidDataException">The field stands twice, or is no such number.</exception>
    public ulong? Fixed64(int number) => One(number) switch
    {
        null => null,
        Fixed value => value.Value,
        _ => throw new InvalidDataException($"its field {number} is of another kind"),
    };

    /// <summary>The messages of a field that may stand several times.</summary>
    public IEnumerable<ProtoFields> Messages(int number) => _fields.Where(field => field.Number == number).Select(field => field.Value is ByteString bytes
        ? Read(bytes)
        : throw new InvalidDataException($"its field {number} is of another kind"));

    private object? One(int number)
    {
        object[] values = [.. _fields.Where(field => field.Number == number).Select(field => field.Value)];
        return values.Length <= 1 ? values.FirstOrDefault() : throw new InvalidDataException($"its field {number} stands twice");
    }

    private sealed record Fixed(ulong Value);
}
