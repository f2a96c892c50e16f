using Akka.Actor;
using Spinner.Wire;

namespace Spinner.Remoting;

/// <summary>
/// What comes in from other nodes: requests for <c>/user/spinner</c>, and answers for the links of this node to the node that answers. Nothing else, whoever
/// sends it: no other actor, no message of Akka's own, no serializer but Spinner's, and nobody speaks in another's name.
/// </summary>
/// <param name="protocol">The protocol of the connections, such as <c>ssl.tcp</c>; in paths it is behind <c>akka.</c>.</param>
/// <param name="isOwn">Whether an address is one of this node.</param>
/// <param name="links">Whom the links of this node speak with.</param>
internal sealed class DoorRules(string protocol, Func<Address, bool> isOwn, RemoteLinks links)
{
    private const string Root = "";

    private readonly string _protocolInPaths = $"akka.{protocol}";

    private static readonly string[] _spinner = ["user", "spinner"];

    /// <summary>Null: it may come in; else why not.</summary>
    /// <param name="letter">What came.</param>
    /// <param name="origin">The node it came from, as far as that has said who it is.</param>
    public string? Refusal(Letter letter, Address? origin)
    {
        if (origin is null || origin.Protocol != protocol || isOwn(origin)) return "it comes from a node that has not said which it is";
        if (Parse(letter.Recipient) is not { } to || !isOwn(to.Address)) return "it is for no actor of this node";
        if (letter.Sender.Length > 0 && !IsOf(letter.Sender, origin)) return "whoever is to be answered is not on the node that it comes from";
        if (letter.Serializer != SpinnerSerializer.Number) return $"it is refused unread: the serializer {letter.Serializer} is switched off between nodes by WithSpinnerRemoting";
        if (letter.IsNumbered) return "it is numbered, as only messages between actor systems are";
        if (letter.Manifest.Length == 0) return "it does not say what it is";
        bool? isRequest = WireTable.Find(letter.Manifest)?.IsRequest;
        if (IsForSpinner(letter)) return isRequest is false ? "it is an answer, and /user/spinner takes requests" : null;
        if (letter.Lookup is null && links.IsLinkTo(to, origin)) return isRequest is true ? "it is a request, and only /user/spinner takes those" : null;
        return "/user/spinner can be asked from another node, and nothing else";
    }

    /// <summary>Whether Spinner's actor is meant, which can answer for what is refused.</summary>
    public static bool IsForSpinner(Letter letter) => Parse(letter.Recipient) is { } to
        && (letter.Lookup is null ? to.Elements.SequenceEqual(_spinner, StringComparer.Ordinal) : IsRoot(to) && letter.Lookup.SequenceEqual(_spinner, StringComparer.Ordinal));

    /// <summary>Whether an actor can have sent it: one of the node it comes from, and under no name one of this node.</summary>
    public bool IsOf(string sender, Address origin) =>
        Parse(sender) is { Address: var address } && address.Protocol == _protocolInPaths && !isOwn(address) && RemoteLinks.IsSame(address, origin);

    /// <summary>Null: it is no path.</summary>
    private static ActorPath? Parse(string text)
    {
        try
        {
            return ActorPath.TryParse(text, out ActorPath? path) ? path : null;
        }
        catch (Exception odd) when (odd is FormatException or OverflowException)
        {
            return null; // what stands behind a # is no number
        }
    }

    private static bool IsRoot(ActorPath path) => path.Elements is [] or [Root];
}
