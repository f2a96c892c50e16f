namespace Spinner.Probes;

/// <summary>One check under way.</summary>
internal sealed class PendingCheck(Action<string?> done) : IDisposable
{
    private readonly OneAnswer<string?> _answer = new(done);
    private readonly CancellationTokenSource _cancel = new();

    /// <summary>Set when nobody waits for the answer any more.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>Calls back, unless the check is over.</summary>
    public void Answer(string? why) => _answer.Give(why);

    public void Dispose()
    {
        _answer.Dispose();
        // Elsewhere: to kill a program means to look for its descendants first, and who disposes may be an actor.
        _ = _cancel.CancelAsync();
    }
}
