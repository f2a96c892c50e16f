using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// Asks children the same, stage after stage, and gives its asker one answer. Every command is answered in every state, so it needs no timeout.
/// </summary>
internal sealed class Collector : UntypedActor
{
    private readonly IActorRef _spinner;
    private readonly IActorRef _asker;
    private readonly Queue<IReadOnlyList<IChildMessage>> _stages;
    private readonly Func<IReadOnlyList<object>, object> _answer;
    private readonly SortedDictionary<string, object> _replies = new(StringComparer.Ordinal);
    private int _asked;

    public Collector(
        IActorRef spinner, IActorRef asker, IReadOnlyList<IReadOnlyList<IChildMessage>> stages, Func<IReadOnlyList<object>, object> answer) =>
        (_spinner, _asker, _stages, _answer) = (spinner, asker, new(stages), answer);

    protected override void PreStart() => AskNext();

    protected override void OnReceive(object message)
    {
        if (message is ChildReply reply)
        {
            _replies[reply.Name.Value] = reply;
            if (_replies.Count == _asked) AskNext();
        }
        else
        {
            Unhandled(message);
        }
    }

    private void AskNext()
    {
        if (!_stages.TryDequeue(out IReadOnlyList<IChildMessage>? stage))
        {
            _asker.Tell(_answer(_replies.Values.ToArray()));
            Context.Stop(Self);
            return;
        }

        _asked += stage.Count;
        foreach (IChildMessage question in stage)
        {
            _spinner.Tell(question, Self);
        }

        if (stage.Count == 0) AskNext();
    }
}
