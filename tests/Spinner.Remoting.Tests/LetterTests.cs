using Akka.Actor;
using Google.Protobuf;
using Xunit;

namespace Spinner.Remoting.Tests;

/// <summary>Frames that Akka would never write, byte by byte: the door and Akka have to see the same message, or none.</summary>
public sealed class LetterTests : IDisposable
{
    private const string Own = "akka.ssl.tcp://spinner@127.0.0.1:7978";
    private const ulong NotNumbered = ulong.MaxValue;

    private static readonly Address _origin = new("ssl.tcp", "caller", "10.0.0.9", 7978);
    private static readonly Address _ownAddress = Address.Parse(Own);

    private readonly ActorSystem _system = ActorSystem.Create("letters", "akka.stdout-loglevel = OFF\nakka.loglevel = OFF");

    public void Dispose() => _system.Dispose();

    [Fact]
    public void A_request_passes() => Assert.Null(Judge(Frame(Envelope())));

    [Fact]
    public void An_answer_to_a_link_passes_from_the_node_that_it_calls_alone()
    {
        RemoteLinks.Of(_system).To(_origin, new RemoteClientOptions(), _ => ActorRefs.Nobody);

        Assert.Null(Judge(Frame(Envelope("/system/spinner-remote-1", "alive.1"))));
        Assert.Null(Judge(Frame(Envelope("/system/spinner-remote-1/$a", "alive.1"))));
        Assert.NotNull(Judge(Frame(Envelope("/system/spinner-remote-1", "alive.1")), new Address("ssl.tcp", "caller", "10.0.0.9", 7979)));
        Assert.NotNull(Judge(Frame(Envelope("/system/spinner-remote-1", "ping.1"))));
        foreach (string path in new[] { "/system/spinner-remote-1/..", "/system/spinner-remote-1/../x", "/system/spinner-remote-1/$a/b", "/system/spinner-remote-2", "/system" })
            Assert.NotNull(Judge(Frame(Envelope(path, "alive.1"))));
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(1ul)]
    [InlineData(4_000_000_000_000_000_000ul)]
    [InlineData(null)]
    public void What_is_numbered_is_refused(ulong? number) => Assert.Contains("numbered", Judge(Frame(Envelope(number: number))), StringComparison.Ordinal);

    [Theory]
    [InlineData("akka.foo://caller@10.0.0.9:7978/user/x")]
    [InlineData("akka.ssl.tcp://spinner@127.0.0.1:7978/user/spinner")]
    [InlineData("akka://spinner/user/spinner")]
    [InlineData("akka.ssl.tcp://caller@10.0.0.8:7978/user/x")]
    [InlineData("akka.ssl.tcp://caller@10.0.0.9:7978/user/x#no-number")]
    [InlineData("nonsense")]
    public void Who_is_to_be_answered_is_an_actor_of_the_sender(string sender) =>
        Assert.Contains("whoever is to be answered", Judge(Frame(Envelope(sender: sender))), StringComparison.Ordinal);

    [Theory]
    [InlineData("/user/spinner#")]
    [InlineData("/user/spinner#99999999999999999999")]
    [InlineData("/user/./spinner")]
    [InlineData("/user/spinner/..")]
    [InlineData("/USER/spinner")]
    public void Odd_paths_lead_nowhere(string path) => Assert.NotNull(Judge(Frame(Envelope(path))));

    [Fact]
    public void What_says_not_what_it_is_is_refused() => Assert.Contains("does not say", Judge(Frame(Envelope(manifest: ""))), StringComparison.Ordinal);

    [Fact]
    public void A_node_that_has_not_said_who_it_is_is_not_heard()
    {
        Assert.NotNull(Judge(Frame(Envelope()), none: true));
        Assert.NotNull(Judge(Frame(Envelope()), new Address("foo", "caller", "10.0.0.9", 7978)));
    }

    [Fact]
    public void What_stands_twice_is_no_message()
    {
        byte[] twoEnvelopes = Field(1, [.. Field(2, Envelope()), .. Field(2, Envelope("/user/other"))]);
        byte[] twoPayloads = [.. Field(1, Field(2, Envelope())), .. Field(1, Field(2, Envelope("/user/other")))];
        byte[] twoRecipients = Frame([.. Envelope(), .. Field(1, Field(1, Text($"{Own}/user/other")))]);
        byte[] twoSerializers = Frame(Envelope(more: Varint(2, 1)));

        foreach (byte[] frame in new[] { twoEnvelopes, twoPayloads, twoRecipients, twoSerializers })
            Assert.Contains("stands twice", Assert.Throws<InvalidDataException>(() => Judge(frame)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_acknowledgement_of_nothing_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Judge(Field(1, [.. Field(1, Fixed64(1, 9)), .. Field(2, Envelope())])));

    [Fact]
    public void A_number_in_another_form_does_not_count() =>
        Assert.Throws<InvalidDataException>(() => Judge(Frame([.. Field(1, Field(1, Text($"{Own}/user/spinner"))), .. Field(2, [.. Field(1, Text("{}")), .. Fixed64(2, 77)])])));

    [Fact]
    public void What_is_all_fields_is_given_up() =>
        Assert.Contains("more than 64 fields", Assert.Throws<InvalidDataException>(() => Judge([.. Enumerable.Repeat(Varint(9, 1), 1000).SelectMany(bytes => bytes)])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0x0b, 0x0c })] // a group
    [InlineData(new byte[] { 0x0a, 0x7f })] // cut off
    [InlineData(new byte[] { 0x00 })]
    public void What_is_no_protobuf_is_an_error_of_its_own_kind(byte[] frame)
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => Judge(frame));

        Assert.True(failure is InvalidProtocolBufferException or InvalidDataException);
    }

    private string? Judge(byte[] frame, Address? origin = null, bool none = false) =>
        new DoorRules("ssl.tcp", address => address.Equals(_ownAddress) || address.Host is null, RemoteLinks.Of(_system))
            .Refusal(Letter.Read(ByteString.CopyFrom(frame), out _)!, none ? null : origin ?? _origin);

    private static byte[] Frame(byte[] envelope) => Field(1, Field(2, envelope));

    private static byte[] Envelope(string to = "/user/spinner", string manifest = "ping.1", string? sender = null, ulong? number = NotNumbered, byte[]? more = null) =>
    [
        .. Field(1, Field(1, Text(Own + to))),
        .. Field(2, [.. Field(1, Text("{}")), .. Varint(2, 77), .. Field(3, Text(manifest)), .. more ?? []]),
        .. sender is null ? [] : Field(4, Field(1, Text(sender))),
        .. number is { } given ? Fixed64(5, given) : [],
    ];

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static byte[] Field(int number, byte[] value) => Written(output =>
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    });

    private static byte[] Varint(int number, ulong value) => Written(output =>
    {
        output.WriteTag(number, WireFormat.WireType.Varint);
        output.WriteUInt64(value);
    });

    private static byte[] Fixed64(int number, ulong value) => Written(output =>
    {
        output.WriteTag(number, WireFormat.WireType.Fixed64);
        output.WriteFixed64(value);
    });

    private static byte[] Written(Action<CodedOutputStream> write)
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream output = new(bytes, leaveOpen: true))
        {
            write(output);
        }

        return bytes.ToArray();
    }
}
