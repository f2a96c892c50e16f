namespace Spinner.Probes;

/// <summary>One question that waits for its answer. Answering and disposing exclude each other, so nothing is heard after a dispose.</summary>
internal sealed class PendingProbe(ProbeTarget target, Action<ProbeAnswer> answer) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _over;

    /// <summary>What is looked for.</summary>
    public ProbeTarget Target { get; } = target;

    /// <summary>Answered or disposed: nobody waits any more.</summary>
    public bool IsOver => Volatile.Read(ref _over);

    /// <summary>Calls back, unless the question is over.</summary>
    public void Answer(ProbeAnswer found)
    {
        lock (_gate)
        {
            if (_over)
                return;
            _over = true;
            answer(found);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _over = true;
    }
}
