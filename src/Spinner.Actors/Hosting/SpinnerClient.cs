using Akka.Actor;
using Akka.Hosting;
using Spinner.Output;
using Spinner.Protocol;
using Spinner.Supervision;

namespace Spinner.Hosting;

/// <summary>Asks a <see cref="SpinnerActor"/>, here or on another node, and waits for the answers.</summary>
/// <remarks>
/// A call waits until it is answered: a start for as long as the drain of the last run, the build and the start timeout together may
/// take, a stop for the stop and kill timeouts. Cancel the token to wait no longer; what was asked for goes on. A call to an actor that
/// has ended, or ends meanwhile, fails with <see cref="InvalidOperationException"/>. Thread-safe; one per actor will do.
/// </remarks>
public sealed partial class SpinnerClient
{
    private readonly Lazy<Task<Connection>> _connection;

    /// <summary>A client of this actor.</summary>
    public SpinnerClient(IActorRef spinner) => _connection = new(() => Task.FromResult(Connect(spinner)));

    /// <summary>A client of the actor that <c>WithSpinner</c> starts; calls made before that wait for it.</summary>
    public SpinnerClient(IRequiredActor<SpinnerActor> spinner) =>
        _connection = new(async () => Connect(await spinner.GetAsync().ConfigureAwait(false)));

    /// <summary>Starts a child, or answers where it listens already: <see cref="StartSucceeded"/> or <see cref="StartFailed"/>.</summary>
    public Task<StartResult> StartAsync(ChildSpec spec, CancellationToken cancel = default) =>
        Ask<StartResult>(new StartChild(spec), cancel);

    /// <summary>Starts a child that was specified before, by its name.</summary>
    public Task<StartResult> StartAsync(ChildName name, CancellationToken cancel = default) =>
        Ask<StartResult>(StartChild.Known(name), cancel);

    /// <summary>
    /// Makes a child known without starting it, so that others can start it by its name or depend on it. One that runs keeps its spec until its next start.
    /// </summary>
    /// <returns>Null, or what is wrong with the spec.</returns>
    public async Task<StartFailed?> DefineAsync(ChildSpec spec, CancellationToken cancel = default) =>
        await Ask<ChildReply>(new DefineChild(spec), cancel).ConfigureAwait(false) as StartFailed;

    /// <summary>The short form: starts a script with the runtime of its extension, and watches it.</summary>
    /// <param name="path">The script; also the name of the child.</param>
    /// <param name="baseDirectory">Where a relative path starts. Null: the current directory.</param>
    /// <param name="cancel">Ends the wait, not the start.</param>
    public Task<StartResult> StartScriptAsync(string path, string? baseDirectory = null, CancellationToken cancel = default) =>
        Ask<StartResult>(StartChild.Script(path, baseDirectory), cancel);

    /// <summary>Stops a child; answered once nothing of it is left. An unknown name is already stopped.</summary>
    public Task<StopResult> StopAsync(ChildName name, CancellationToken cancel = default) => Ask<StopResult>(new StopChild(name), cancel);

    /// <summary>Stops a child, and with <paramref name="pin"/> for good: until somebody starts or restarts it explicitly, automatic starts are refused.</summary>
    /// <param name="name">The child.</param>
    /// <param name="pin">Whether automatic starts are refused from now on (<see cref="StopChild.Pin"/>).</param>
    /// <param name="cancel">Ends the wait, not the stop.</param>
    public Task<StopResult> StopAsync(ChildName name, bool pin, CancellationToken cancel = default) =>
        Ask<StopResult>(new StopChild(name) { Pin = pin }, cancel);

    /// <summary>Stops a child and forgets it, see <see cref="ForgetChild"/>.</summary>
    /// <param name="name">The child.</param>
    /// <param name="cancel">Ends the wait; the child is stopped and forgotten all the same.</param>
    /// <returns>How it was stopped; null when there is no such child.</returns>
    public async Task<StopResult?> ForgetAsync(ChildName name, CancellationToken cancel = default) =>
        Known<StopResult>(await Ask<ChildReply>(new ForgetChild(name), cancel).ConfigureAwait(false));

    /// <summary>Stops every child; one that others depend on after these.</summary>
    public Task<StopAllResult> StopAllAsync(CancellationToken cancel = default) => Ask<StopAllResult>(new StopAll(), cancel);

    /// <summary>Stops every child, and with <paramref name="pin"/> each for good.</summary>
    /// <param name="pin">Whether automatic starts are refused from now on (<see cref="StopChild.Pin"/>).</param>
    /// <param name="cancel">Ends the wait, not the stops.</param>
    public Task<StopAllResult> StopAllAsync(bool pin, CancellationToken cancel = default) => Ask<StopAllResult>(new StopAll { Pin = pin }, cancel);

    /// <summary>Replaces the run of a child by a new one, with a new spec if one is given.</summary>
    public Task<StartResult> RestartAsync(ChildName name, ChildSpec? spec = null, CancellationToken cancel = default) =>
        Ask<StartResult>(new RestartChild(name, spec), cancel);

    /// <summary>Restarts the idle clock of a child. Null: no child of this name has ever been started.</summary>
    public async Task<TouchResult?> TouchAsync(ChildName name, CancellationToken cancel = default) =>
        Known<TouchResult>(await Ask<ChildReply>(new TouchChild(name), cancel).ConfigureAwait(false));

    /// <summary>What may be seen of a child. Null: no child of this name has ever been started.</summary>
    public async Task<ChildSnapshot?> GetAsync(ChildName name, CancellationToken cancel = default) =>
        Known<ChildSnapshot>(await Ask<ChildReply>(new GetChild(name), cancel).ConfigureAwait(false));

    /// <summary>The snapshots of all children, ordered by name.</summary>
    public async Task<IReadOnlyList<ChildSnapshot>> ListAsync(CancellationToken cancel = default) =>
        (await Ask<ChildList>(new ListChildren(), cancel).ConfigureAwait(false)).Children;

    /// <summary>
    /// Follows what a child prints, through all its runs; it need not have run yet. Dispose the subscription.
    /// </summary>
    /// <param name="name">The child.</param>
    /// <param name="options">What comes first, how much may wait, and what happens then. Null: the defaults.</param>
    /// <param name="cancel">Ends the wait for the subscription, not the subscription.</param>
    /// <exception cref="InvalidOperationException">The actor is on another node: output is followed where the children run.</exception>
    public async Task<OutputSubscription> FollowOutputAsync(
        ChildName name, OutputSubscriptionOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        FollowOutput follow = new(name, options ?? new OutputSubscriptionOptions());
        return (await AskHere<OutputFollowed>(follow, cancel).ConfigureAwait(false)).Subscription;
    }

    /// <summary>The last lines a child has printed, of both streams and all runs, oldest first; no more than are kept.</summary>
    /// <param name="name">The child; one that never ran has printed nothing.</param>
    /// <param name="lines">How many at most.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">The actor is on another node: output is read where the children run.</exception>
    public async Task<IReadOnlyList<OutputLine>> RecentOutputAsync(ChildName name, int lines, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(lines);
        return (await AskHere<RecentOutput>(new GetRecentOutput(name, lines), cancel).ConfigureAwait(false)).Lines;
    }

    private static T? Known<T>(ChildReply reply)
        where T : ChildReply =>
        reply switch
        {
            T known => known,
            ChildNotFound => null,
            _ => throw new InvalidOperationException($"Spinner answered {reply.GetType().Name} where {typeof(T).Name} was due."),
        };

    /// <summary>One death watch serves all calls: it cancels them when the actor ends, so that none waits for an answer that cannot come.</summary>
    private static Connection Connect(IActorRef spinner)
    {
        CancellationTokenSource gone = new();
        _ = spinner.WatchAsync().ContinueWith(_ => gone.Cancel(), TaskScheduler.Default);
        return new Connection(spinner, gone.Token);
    }

    private async Task<T> AskHere<T>(object message, CancellationToken cancel)
    {
        Connection connection = await _connection.Value.WaitAsync(cancel).ConfigureAwait(false);
        if (connection.Spinner is IActorRefScope { IsLocal: false })
            throw new InvalidOperationException($"The output of children is read where they run, and {connection.Spinner.Path} is on another node.");
        return await Ask<T>(message, cancel).ConfigureAwait(false);
    }

    private async Task<T> Ask<T>(object message, CancellationToken cancel)
    {
        Connection connection = await _connection.Value.WaitAsync(cancel).ConfigureAwait(false);
        using CancellationTokenSource? either = cancel.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancel, connection.Gone)
            : null;
        try
        {
            return await connection.Spinner
                .Ask<T>(message, Timeout.InfiniteTimeSpan, either?.Token ?? connection.Gone)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (OperationCanceledException) when (connection.Gone.IsCancellationRequested)
        {
            throw HasEnded(connection.Spinner, message.GetType().Name);
        }
    }

    private sealed record Connection(IActorRef Spinner, CancellationToken Gone);
}
