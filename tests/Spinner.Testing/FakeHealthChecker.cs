using Spinner.Probes;

namespace Spinner.Testing;

/// <summary>Checks stay under way until the test says how they end, or the actor gives them up.</summary>
internal sealed class FakeHealthChecker : IHealthChecker
{
    private readonly List<Question> _questions = [];

    /// <summary>Checks under way.</summary>
    public int Pending => _questions.Count;

    /// <summary>All checks there ever were.</summary>
    public int Made { get; private set; }

    public HealthTarget? LastTarget { get; private set; }

    public IDisposable Check(HealthTarget target, Action<string?> done)
    {
        Made++;
        LastTarget = target;
        Question question = new(this, done);
        _questions.Add(question);
        return question;
    }

    /// <summary>All checks under way pass.</summary>
    public void Pass() => Answer(null);

    /// <summary>All checks under way fail.</summary>
    public void Fail(string why = "status 503") => Answer(why);

    private void Answer(string? why)
    {
        foreach (Question question in _questions.ToArray())
        {
            question.Answer(why);
        }
    }

    private sealed class Question(FakeHealthChecker checker, Action<string?> done) : IDisposable
    {
        public void Answer(string? why)
        {
            Dispose();
            done(why);
        }

        public void Dispose() => checker._questions.Remove(this);
    }
}
