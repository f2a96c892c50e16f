using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Hosting;

/// <summary>
/// A child that is held: it is not stopped for being idle before this is disposed. Renews itself in the background, at a third of its time.
/// Thread-safe.
/// </summary>
/// <remarks>
/// The child can be lost all the same: it is stopped by request, it is faulted, or Spinner cannot be reached for the time of the lease. Then
/// <see cref="Ended"/> is cancelled. A lease that nobody has any more is released by the garbage collector, sooner or later: dispose it.
/// </remarks>
public sealed class ChildLease : IAsyncDisposable
{
    private readonly LeaseState _state;

    internal ChildLease(LeaseState state) => _state = state;

    /// <summary>Releases a forgotten one.</summary>
    ~ChildLease() => LetGo();

    /// <summary>The child.</summary>
    public ChildName Name => _state.Granted.Name;

    /// <summary>Names the lease.</summary>
    public Guid Id => _state.Granted.Lease;

    /// <summary>How long it would last without being renewed.</summary>
    public TimeSpan TimeToLive => _state.Granted.TimeToLive;

    /// <summary>Where the child listens. Another one after a restart that moved the child: ask again rather than keep it.</summary>
    public ChildEndpoint Endpoint => _state.Place.Endpoint;

    /// <summary>The run that is held: another one after a restart.</summary>
    public int Run => _state.Place.Run;

    /// <summary>Cancelled when the lease is over, by its disposal as well.</summary>
    public CancellationToken Ended => _state.Ended;

    /// <summary>Why it is over; null as long as it is not.</summary>
    public string? EndCause => _state.EndCause;

    /// <summary>Releases the child. Returns when Spinner has confirmed it, or the time of the lease has passed.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        LetGo();
        await _state.Closed.ConfigureAwait(false);
    }

    private void LetGo()
    {
        if (!_state.Closed.IsCompleted) _state.Keeper.Tell(LeaseKeeper.LetGo.Instance, ActorRefs.NoSender);
    }
}
