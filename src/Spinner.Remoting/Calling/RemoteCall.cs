using Akka.Actor;

namespace Spinner.Remoting;

/// <summary>
/// Waits for the answer to one question. It is answered here and not at a temporary actor, so that only the node that is asked can answer.
/// </summary>
internal sealed class RemoteCall : UntypedActor
{
    private readonly long _number;
    private readonly IActorRef _asker;
    private readonly TimeSpan? _limit;
    private readonly string _late;

    /// <param name="number">Which question.</param>
    /// <param name="asker">Who asked; when it is gone the answer is of no interest.</param>
    /// <param name="limit">How long it waits; null: as long as the other node can be reached.</param>
    /// <param name="late">What is said then.</param>
    public RemoteCall(long number, IActorRef asker, TimeSpan? limit, string late) => (_number, _asker, _limit, _late) = (number, asker, limit, late);

    protected override void PreStart()
    {
        Context.Watch(_asker);
        if (_limit is { } limit) Context.SetReceiveTimeout(limit);
    }

    protected override void OnReceive(object message)
    {
        Context.Parent.Tell(new Answered(_number, message switch
        {
            Terminated => null,
            ReceiveTimeout => new Status.Failure(new TimeoutException(_late)),
            _ => message,
        }));
        Context.Stop(Self);
    }

    /// <summary>To the link. Without an answer nobody waits for one any more.</summary>
    internal sealed record Answered(long Call, object? Answer) : INoSerializationVerificationNeeded;
}
