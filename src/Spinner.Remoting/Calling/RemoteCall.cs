using Akka.Actor;

namespace Spinner.Remoting;

/// <summary>One question to a Spinner on another node. It is answered here and not at a temporary actor, so that only the node that is asked can answer.</summary>
internal sealed class RemoteCall : UntypedActor
{
    private readonly long _number;
    private readonly object _question;
    private readonly ActorSelection _spinner;
    private readonly TimeSpan? _limit;

    public RemoteCall(long number, object question, ActorSelection spinner, TimeSpan? limit) =>
        (_number, _question, _spinner, _limit) = (number, question, spinner, limit);

    protected override void PreStart()
    {
        if (_limit is { } limit) Context.SetReceiveTimeout(limit);
        _spinner.Tell(_question, Self);
    }

    protected override void OnReceive(object message)
    {
        object answer = message is not ReceiveTimeout ? message : new Status.Failure(new TimeoutException(
            $"{_spinner.Anchor.Path.Address} has not answered {_question.GetType().Name} within {_limit}."));
        Context.Parent.Tell(new Answered(_number, answer));
        Context.Stop(Self);
    }

    /// <summary>To the link.</summary>
    internal sealed record Answered(long Call, object Answer) : INoSerializationVerificationNeeded;
}
