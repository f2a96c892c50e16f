using Akka.Actor;

namespace Spinner.Wire;

/// <summary>
/// A command, query or unreadable message that came from another node. Only the serializer of a system that can be reached from elsewhere makes it, and
/// only <c>/user/spinner</c> takes it: to every other actor, however it is addressed, it means nothing. So no request of another node is
/// ever taken for a local one; its sender could not tell, for it can be forged or missing.
/// </summary>
/// <param name="Request">What was asked; or <see cref="Protocol.NotUnderstood"/>, with what is wrong with it.</param>
internal sealed record FromAnotherNode(object Request) : INoSerializationVerificationNeeded;
