using Spinner.Probes;
using Spinner.Protocol;

namespace Spinner.Testing;

/// <summary>Answers when the test says who listens.</summary>
internal sealed class FakeProbe : IReadinessProbe
{
    private readonly List<Question> _questions = [];

    public bool SomebodyListens { get; set; }

    /// <summary>Looking throws, as no probe should.</summary>
    public bool Fails { get; set; }

    public ProbeTarget? LastTarget { get; private set; }

    /// <summary>The last question was when somebody accepts, not when somebody listens.</summary>
    public bool LastAskedAccepting { get; private set; }

    public bool IsAsked => _questions.Count > 0;

    public IDisposable WhenListening(ProbeTarget target, Action<ProbeAnswer> answer) => Ask(target, isAccepting: false, answer);

    /// <summary>Answered as <see cref="WhenListening"/> is: see <see cref="Listen"/>.</summary>
    public IDisposable WhenAccepting(ProbeTarget target, Action<ProbeAnswer> answer) => Ask(target, isAccepting: true, answer);

    public bool IsListenedOn(ChildEndpoint endpoint) => Fails ? throw new InvalidOperationException("The probe fails.") : SomebodyListens;

    /// <summary>Somebody begins to listen on every endpoint that is asked about.</summary>
    public void Listen(ListenerOwner owner = ListenerOwner.Ours, string description = "")
    {
        foreach (Question question in _questions.ToArray())
        {
            question.Answer(new ProbeAnswer(owner, question.Target.Endpoint, description));
        }
    }

    /// <summary>An answer that no probe gives: an actor fails on it.</summary>
    public void AnswerNonsense()
    {
        foreach (Question question in _questions.ToArray())
        {
            question.Answer(null!);
        }
    }

    private Question Ask(ProbeTarget target, bool isAccepting, Action<ProbeAnswer> answer)
    {
        LastTarget = target;
        LastAskedAccepting = isAccepting;
        Question question = new(this, target, answer);
        _questions.Add(question);
        return question;
    }

    private sealed class Question(FakeProbe probe, ProbeTarget target, Action<ProbeAnswer> answer) : IDisposable
    {
        public ProbeTarget Target => target;

        public void Answer(ProbeAnswer given)
        {
            Dispose();
            answer(given);
        }

        public void Dispose() => probe._questions.Remove(this);
    }
}
