namespace Spinner.Probes;

/// <summary>An answer that is given once, to somebody who may stop waiting. The two exclude each other, so nothing is heard after a dispose.</summary>
internal sealed class OneAnswer<T>(Action<T> answer) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _over;

    /// <summary>Given or disposed: nobody waits any more.</summary>
    public bool IsOver => Volatile.Read(ref _over);

    /// <summary>Calls back, unless it is over.</summary>
    public void Give(T found)
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
