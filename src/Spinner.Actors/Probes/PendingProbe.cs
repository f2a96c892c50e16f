namespace Spinner.Probes;

/// <summary>One question that waits for its answer.</summary>
internal sealed class PendingProbe(ProbeTarget target, Action<ProbeAnswer> answer) : IDisposable
{
    private readonly OneAnswer<ProbeAnswer> _answer = new(answer);

    /// <summary>What is looked for.</summary>
    public ProbeTarget Target { get; } = target;

    /// <summary>Answered or disposed: nobody waits any more.</summary>
    public bool IsOver => _answer.IsOver;

    /// <summary>Calls back, unless the question is over.</summary>
    public void Answer(ProbeAnswer found) => _answer.Give(found);

    public void Dispose() => _answer.Dispose();
}
