using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Hosting;

/// <summary>
/// What a <see cref="ChildLease"/> and its keeper share; written by the keeper alone, which must not know the lease itself: a forgotten one would
/// never be collected.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing, and its token may be asked for ever after.")]
internal sealed class LeaseState(IActorRef keeper, LeaseGranted granted)
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LeasePlace _place = new(granted.Endpoint, granted.Run);
    private volatile string? _endCause;

    public IActorRef Keeper => keeper;

    public LeaseGranted Granted => granted;

    public LeasePlace Place => _place;

    public string? EndCause => _endCause;

    public CancellationToken Ended => _ended.Token;

    /// <summary>Completes when there is nothing left to wait for.</summary>
    public Task Closed => _closed.Task;

    public void Move(LeaseRebound news) => _place = new LeasePlace(news.Endpoint, news.Run);

    public void End(string cause)
    {
        if (_endCause is null)
        {
            _endCause = cause;

            // On other threads: what the program does then must not hold the keeper. What it throws is its own, and told as an unobserved exception.
            _ = _ended.CancelAsync();
        }
    }

    public void Close() => _closed.TrySetResult();

    /// <summary>Both at once, so that no reader sees the endpoint of one run with the number of another.</summary>
    internal sealed record LeasePlace(ChildEndpoint Endpoint, int Run);
}
