using Akka.Actor;
using Spinner.Wire;

namespace Spinner.Remoting;

/// <summary>
/// What comes in from other nodes: requests for <c>/user/spinner</c>, and answers for the links of this node to the node that answers. Nothing else, whoever
/// sends it: no other actor, no message of Akka's own, no serializer but Spinner's, and nobody speaks in another's name.
/// </summary>
/// <param name="isOwn">Whether an address is one of this node.</param>
/// <param name="links">Whom the links of this node speak with.</param>
internal sealed class DoorRules(Func<Address, bool> isOwn, RemoteLinks links)
{
    private const string Root = "";

    private static readonly string[] _spinner = ["user", "spinner"];

    /// <summary>Null: it may come in; else why not.</summary>
    /// <param name="letter">What came.</param>
    /// <param name="origin">The node it came from, as far as that has said who it is.</param>
    public string? Refusal(Letter letter, Address? origin)
    {
        if (origin is null || isOwn(origin)) return "it comes from a node that has not said which it is";
        if (!ActorPath.TryParse(letter.Recipient, out ActorPath? to) || !isOwn(to.Address)) return "it is for no actor of this node";
        if (letter.Sender.Length > 0 && !IsOf(letter.Sender, origin)) return "whoever is to be answered is not on the node that it comes from";
        if (letter.Serializer != SpinnerSerializer.Number) return $"it is refused unread: the serializer {letter.Serializer} is switched off between nodes by WithSpinnerRemoting";
        bool? isRequest = WireTable.Find(letter.Manifest)?.IsRequest;
        if (IsForSpinner(letter)) return isRequest is false ? "it is an answer, and /user/spinner takes requests" : null;
        if (letter.Lookup is null && links.IsLinkTo(to, origin)) return isRequest is true ? "it is a request, and only /user/spinner takes those" : null;
        return "/user/spinner can be asked from another node, and nothing else";
    }

    /// <summary>Whether Spinner's actor is meant, which can answer for what is refused.</summary>
    public static bool IsForSpinner(Letter letter) => ActorPath.TryParse(letter.Recipient, out ActorPath? to)
        && (letter.Lookup is null ? to.Elements.SequenceEqual(_spinner, StringComparer.Ordinal) : IsRoot(to) && letter.Lookup.SequenceEqual(_spinner, StringComparer.Ordinal));

    /// <summary>Whether an actor can have sent it: one of the node it comes from, and under no name one of this node.</summary>
    public bool IsOf(string sender, Address origin) =>
        ActorPath.TryParse(sender, out ActorPath? actor) && !isOwn(actor.Address) && RemoteLinks.IsSame(actor.Address, origin);

    private static bool IsRoot(ActorPath path) => path.Elements is [] or [Root];
}
