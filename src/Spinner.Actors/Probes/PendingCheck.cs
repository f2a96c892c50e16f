namespace Spinner.Probes;

/// <summary>One check under way. Answering and disposing exclude each other, so nothing is heard after a dispose.</summary>
internal sealed class PendingCheck(Action<string?> done) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancel = new();
    private bool _over;

    /// <summary>Set when nobody waits for the answer any more.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>Calls back, unless the check is over.</summary>
    public void Answer(string? why)
    {
        lock (_gate)
        {
            if (_over)
                return;
            _over = true;
            done(why);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _over = true;
        // Elsewhere: to kill a program means to look for its descendants first, and who disposes may be an actor.
        _ = _cancel.CancelAsync();
    }
}
