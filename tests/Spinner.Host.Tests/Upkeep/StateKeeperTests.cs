using System.Collections.Concurrent;
using System.Globalization;
using Spinner.Host.Upkeep;
using Xunit;

namespace Spinner.Host.Tests.Upkeep;

public sealed class StateKeeperTests : StateFolder
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<DesiredState> _written = new();

    [Fact]
    public async Task A_change_ends_when_it_is_on_the_disk()
    {
        await using StateKeeper keeper = new(DesiredState.Empty, File.Write, Warnings.Enqueue);

        await keeper.ChangeAsync(_ => State("web"));

        Assert.Equal(["web"], Names(File.Read().State));
        Assert.Equal(["web"], Names(keeper.Current));
    }

    [Fact]
    public async Task Ten_thousand_changes_during_one_write_are_written_by_the_next()
    {
        using ManualResetEventSlim go = new();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using StateKeeper keeper = new(
            DesiredState.Empty,
            state =>
            {
                begun.TrySetResult();
                go.Wait();
                _written.Enqueue(state);
            },
            Warnings.Enqueue);
        Task first = keeper.ChangeAsync(_ => State("web"));
        await begun.Task.WaitAsync(_limit);
        Task[] others = new Task[10_000];
        Parallel.For(0, others.Length, i => others[i] = keeper.ChangeAsync(
            state => state.With(i.ToString(CultureInfo.InvariantCulture), new DesiredChild(null, Wanted.Stopped, FromFile: true))));
        Assert.All(others, other => Assert.False(other.IsCompleted));

        go.Set();
        await first.WaitAsync(_limit);
        await Task.WhenAll(others).WaitAsync(_limit);

        Assert.Equal([1, 10_001], _written.Select(state => state.Children.Count));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_not_written()
    {
        await using StateKeeper keeper = new(State("web"), _written.Enqueue, Warnings.Enqueue);

        await keeper.ChangeAsync(state => state);
        await keeper.ChangeAsync(_ => State("web"));
        Assert.Empty(_written);

        await keeper.ChangeAsync(_ => State("worker"));
        await keeper.ChangeAsync(_ => State("web"));
        Assert.Equal(2, _written.Count);
    }

    [Fact]
    public async Task A_failure_is_told_to_those_who_waited_and_the_next_change_writes_theirs_too()
    {
        bool isFull = true;
        await using StateKeeper keeper = new(
            DesiredState.Empty,
            state =>
            {
                if (isFull)
                    throw new StateWriteException("full", new IOException());
                _written.Enqueue(state);
            },
            Warnings.Enqueue);

        await Assert.ThrowsAsync<StateWriteException>(() => keeper.ChangeAsync(state => state.With("web", State("web").Children["web"])));
        isFull = false;
        await keeper.ChangeAsync(state => state.With("worker", State("worker").Children["worker"]));

        Assert.Equal(["web", "worker"], Names(Assert.Single(_written)));
    }

    [Fact]
    public async Task Its_end_waits_for_the_last_write()
    {
        using ManualResetEventSlim go = new();
        StateKeeper keeper = new(
            DesiredState.Empty,
            state =>
            {
                go.Wait();
                _written.Enqueue(state);
            },
            Warnings.Enqueue);
        Task change = keeper.ChangeAsync(_ => State("web"));

        Task end = keeper.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted);
        go.Set();
        await end.WaitAsync(_limit);

        Assert.Single(_written);
        await change;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => keeper.ChangeAsync(state => state));
    }

    [Fact]
    public async Task Its_end_tries_once_more_and_tells_what_it_could_not_write()
    {
        StateKeeper keeper = new(DesiredState.Empty, _ => throw new StateWriteException("still full", new IOException()), Warnings.Enqueue);
        await Assert.ThrowsAsync<StateWriteException>(() => keeper.ChangeAsync(_ => State("web")));

        await keeper.DisposeAsync();

        Assert.Equal("still full", Assert.Single(Warnings));
    }

    [Fact]
    public async Task A_change_that_throws_leaves_the_state_as_it_was()
    {
        await using StateKeeper keeper = new(State("web"), _written.Enqueue, Warnings.Enqueue);

        await Assert.ThrowsAsync<FormatException>(() => keeper.ChangeAsync(_ => throw new FormatException()));
        await keeper.ChangeAsync(state => state);

        Assert.Equal(["web"], Names(keeper.Current));
    }
}
