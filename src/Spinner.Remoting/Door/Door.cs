using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Google.Protobuf;
using Spinner.Protocol;
using Spinner.Wire;
using WireFormat = Spinner.Wire.WireFormat;

namespace Spinner.Remoting;

/// <summary>Stands between a connection and Akka: lets in what <see cref="DoorRules"/> allow, tells of the rest in the log, and answers it where it can.</summary>
internal sealed class Door
{
    private const int LongestShown = 200;

    private readonly ExtendedActorSystem _system;
    private readonly Lazy<ILoggingAdapter> _log;
    private readonly Lazy<DoorRules> _rules;

    /// <param name="system">The system; it is still being started, so that what is of it is looked up when the first frame comes.</param>
    /// <param name="protocol">That of the connections.</param>
    public Door(ExtendedActorSystem system, string protocol)
    {
        _system = system;
        _log = new(() => Logging.GetLogger(system, "Spinner.Remoting"));
        _rules = new(() => new DoorRules(protocol, ((RemoteActorRefProvider)system.Provider).HasAddress, RemoteLinks.Of(system)));
    }

    /// <summary>Whether a frame may come in.</summary>
    /// <param name="frame">What came.</param>
    /// <param name="origin">The node on the other side; the frame may tell it.</param>
    /// <param name="from">The other end of the connection, for the log.</param>
    public bool LetsIn(ByteString frame, ref Address? origin, Address from)
    {
        try
        {
            if (Letter.Read(frame, out Address? opened) is not { } letter)
            {
                origin ??= opened;
                return true;
            }

            if (_rules.Value.Refusal(letter, origin) is not { } reason) return true;
            Refuse(letter, origin, from, reason);
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or InvalidDataException)
        {
            _log.Value.Warning("{Node} sent a frame of {Bytes} bytes that is no message of Akka's, and is refused: {Reason}", from, frame.Length, malformed.Message);
        }

        return false;
    }

    /// <summary>
    /// Whether this node may connect to an address: only to whom it calls. Others are answered on the connections they have opened, and where one is gone,
    /// whoever asked is told so by its own side. To dial whatever a sender says it is would let others choose whom this node connects to.
    /// </summary>
    public bool Dials(Address address) => RemoteLinks.Of(_system).HasLinkTo(address);

    private void Refuse(Letter letter, Address? origin, Address from, string reason)
    {
        // Spinner's actor tells of it as of everything that it refuses.
        if (origin is not null && DoorRules.IsForSpinner(letter) && _rules.Value.IsOf(letter.Sender, origin))
        {
            string manifest = $"{letter.Serializer} {WireFormat.Shown(letter.Manifest, WireFormat.LongestManifest)}".TrimEnd();
            _system.ActorSelection("/user/spinner").Tell(
                new FromAnotherNode(new NotUnderstood(manifest, $"The message was not taken: {reason}.")), _system.Provider.ResolveActorRef(letter.Sender));
            return;
        }

        _log.Value.Warning(
            "{Node} sent something for {Actor}, and it was dropped: {Reason}", origin ?? from, WireFormat.Shown(letter.Recipient, LongestShown), reason);
    }
}
