using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Asks every child the same and gives its asker one answer. Every command is answered in every state, so it needs no timeout.</summary>
internal sealed class Collector : UntypedActor
{
    private readonly IActorRef _spinner;
    private readonly IActorRef _asker;
    private readonly IReadOnlyList<IChildMessage> _questions;
    private readonly Func<IReadOnlyList<object>, object> _answer;
    private readonly SortedDictionary<string, object> _replies = new(StringComparer.Ordinal);

    public Collector(
        IActorRef spinner, IActorRef asker, IReadOnlyList<IChildMessage> questions, Func<IReadOnlyList<object>, object> answer) =>
        (_spinner, _asker, _questions, _answer) = (spinner, asker, questions, answer);

    protected override void PreStart()
    {
        foreach (IChildMessage question in _questions)
        {
            _spinner.Tell(question, Self);
        }

        FinishIfComplete();
    }

    protected override void OnReceive(object message)
    {
        if (message is ChildReply reply)
        {
            _replies[reply.Name.Value] = reply;
            FinishIfComplete();
        }
        else
        {
            Unhandled(message);
        }
    }

    private void FinishIfComplete()
    {
        if (_replies.Count == _questions.Count)
        {
            _asker.Tell(_answer(_replies.Values.ToArray()));
            Context.Stop(Self);
        }
    }
}
