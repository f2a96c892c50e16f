using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>
/// One after the other, for the requests about one child: what is remembered last is then what is done last. A turn lasts until the wish is kept and
/// sent, not until it is answered.
/// </summary>
internal sealed class Turns
{
    /// <summary>Children share them: there is no end of names.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public Task<IDisposable> Of(ChildName name) => Take([_turns[(uint)StringComparer.Ordinal.GetHashCode(name.Value) % _turns.Length]]);

    /// <summary>Always taken in the same order, so that two who want all do not wait for each other.</summary>
    public Task<IDisposable> OfAll() => Take(_turns);

    private static async Task<IDisposable> Take(SemaphoreSlim[] turns)
    {
        foreach (SemaphoreSlim turn in turns)
            await turn.WaitAsync().ConfigureAwait(false);
        return new Turn(turns);
    }

    private sealed class Turn(SemaphoreSlim[] turns) : IDisposable
    {
        public void Dispose() => Array.ForEach(turns, turn => turn.Release());
    }
}
