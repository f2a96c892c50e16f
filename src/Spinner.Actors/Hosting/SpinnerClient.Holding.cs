using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akka.Actor;
using Spinner.Protocol;
using Spinner.Supervision;

namespace Spinner.Hosting;

/// <summary>What lasts longer than a question and its answer; each has an actor of its own for as long as it lasts.</summary>
public sealed partial class SpinnerClient
{
    private const int EventCapacity = 1000;

    /// <summary>Starts a child if need be and holds it: while it is held it is not stopped for being idle. Dispose the lease.</summary>
    /// <param name="spec">The child.</param>
    /// <param name="timeToLive">
    /// How long the child stays held when this program is gone or cannot be reached; the lease renews itself at a third of it. Default 60 s; above zero,
    /// at most 1 day.
    /// </param>
    /// <param name="cancel">Ends the wait, not the start; a lease that is granted afterwards is given back.</param>
    /// <exception cref="ChildNotStartedException">It did not come up, or its starts are refused; the exception says why.</exception>
    public Task<ChildLease> AcquireAsync(ChildSpec spec, TimeSpan? timeToLive = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Acquire(new AcquireChild(spec) { TimeToLive = timeToLive }, cancel);
    }

    /// <summary>Holds a child that was specified before, by its name; see <see cref="AcquireAsync(ChildSpec, TimeSpan?, CancellationToken)"/>.</summary>
    /// <exception cref="ChildNotStartedException">It did not come up, or its starts are refused; the exception says why.</exception>
    public Task<ChildLease> AcquireAsync(ChildName name, TimeSpan? timeToLive = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Acquire(new AcquireChild(new ChildSpec { Name = name }) { TimeToLive = timeToLive }, cancel);
    }

    /// <summary>
    /// Follows what happens to all children: first how each is now (<see cref="ChildPresent"/>, marked as replay), then every event in order, without a
    /// gap in <see cref="ChildEvent.Sequence"/>. It goes on until it is cancelled, its enumerator disposed, or Spinner has ended, which is an
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <remarks>
    /// 1,000 events may wait to be read. When there are more, all that wait are thrown away, and how each child is now comes anew, marked as replay: a slow
    /// reader misses events, which the jump in <see cref="ChildEvent.Sequence"/> shows, but not what has become of the children. It never holds up Spinner.
    /// </remarks>
    public IAsyncEnumerable<ChildEvent> WatchAsync(CancellationToken cancel = default) => Watch(cancel);

    /// <summary>The same, with a null behind each replay: how all children are has then been told.</summary>
    internal async IAsyncEnumerable<ChildEvent?> WatchWithMarksAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        Connection connection = await _connection.Value.WaitAsync(cancel).ConfigureAwait(false);
        Channel<ChildEvent?> events = Channel.CreateUnbounded<ChildEvent?>();
        IActorRef feed = Employ(connection, () => new EventFeed(connection.Spinner, events, EventCapacity));
        try
        {
            await foreach (ChildEvent? told in events.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
            {
                yield return told;
            }
        }
        finally
        {
            // Spinner notices its death, and tells it nothing more.
            feed.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        }
    }

    internal static InvalidOperationException HasEnded(IActorRef spinner, string question) =>
        new($"Spinner has ended ({spinner.Path}): nobody answers {question}.");

    private async IAsyncEnumerable<ChildEvent> Watch([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (ChildEvent? told in WatchWithMarksAsync(cancel).ConfigureAwait(false))
        {
            if (told is not null) yield return told;
        }
    }

    private async Task<ChildLease> Acquire(AcquireChild ask, CancellationToken cancel)
    {
        Connection connection = await _connection.Value.WaitAsync(cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        TaskCompletionSource<LeaseState> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancel.Register(() => answer.TrySetCanceled(cancel));
        Employ(connection, () => new LeaseKeeper(connection.Spinner, ask, answer));
        return new ChildLease(await answer.Task.ConfigureAwait(false));
    }

    /// <summary>An actor beside those of the program, in the system of this end of the connection.</summary>
    private static IActorRef Employ<T>(Connection connection, Func<T> make)
        where T : ActorBase
    {
        ActorSystem here = ((IInternalActorRef)connection.Spinner).Provider.Guardian.Underlying.System;
        return ((ExtendedActorSystem)here).SystemActorOf(ActorProducer.Props(make));
    }
}
