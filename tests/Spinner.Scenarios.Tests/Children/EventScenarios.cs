using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class EventScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    /// <summary>Reads events up to the one that is looked for.</summary>
    private static async Task<List<ChildEvent>> ReadTo<T>(IAsyncEnumerator<ChildEvent> events, Func<T, bool> isIt)
        where T : ChildEvent
    {
        List<ChildEvent> read = [];
        while (read is not [.., T last] || !isIt(last))
        {
            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience, TimeProvider.System));
            read.Add(events.Current);
        }

        return read;
    }

    [Fact]
    public async Task A_watcher_is_told_the_present_and_then_of_a_crash_with_its_signal()
    {
        StartSucceeded first = await Start("web", "serve", "--complain", "as usual");
        await using IAsyncEnumerator<ChildEvent> events = Client.WatchAsync().GetAsyncEnumerator();
        List<ChildEvent> replay = await ReadTo<ChildPresent>(events, _ => true);
        ChildPresent present = Assert.IsType<ChildPresent>(Assert.Single(replay));
        Assert.Equal((true, ChildState.Started, 1, first.Endpoint), (present.IsReplay, present.State, present.Run, present.Endpoint));

        StartSucceeded second = await CrashAndRecover(first);
        await Stop("web");

        List<ChildEvent> news = await ReadTo<ChildStopped>(events, _ => true);
        Assert.Equal(Enumerable.Range(1, news.Count).Select(number => present.Sequence + number), news.Select(told => told.Sequence));
        Assert.All(news.Zip(news.Skip(1)), pair => Assert.True(pair.First.Version <= pair.Second.Version));
        ChildStateChanged crash = news.OfType<ChildStateChanged>().First();
        Assert.Equal((ChildState.Restarting, ExitStatus.Signalled("SIGKILL"), "ended with SIGKILL"), (crash.To, crash.Exit, crash.Cause));
        Assert.True(crash.Uptime > TimeSpan.Zero);
        Assert.Equal(["as usual"], crash.StderrTail);
        ChildRestarted restarted = Assert.Single(news.OfType<ChildRestarted>());
        Assert.Equal((2, second.Endpoint), (restarted.Run, restarted.Endpoint));
        Assert.Equal("asked to stop", news[^1].Cause);
        Assert.NotNull(news[^1].Exit);
        Assert.NotNull(news[^1].Uptime);
    }

    [Fact]
    public async Task A_crash_is_told_with_its_exit_code_and_last_words()
    {
        await using IAsyncEnumerator<ChildEvent> events = Client.WatchAsync().GetAsyncEnumerator();
        Task<List<ChildEvent>> reading = ReadTo<ChildFaulted>(events, _ => true);
        await Start("web", "serve", "--crash-after", "300");

        List<ChildEvent> read = await reading;

        ChildFaulted fault = (ChildFaulted)read[^1];
        Assert.Equal(ExitStatus.Exited(3), fault.Exit);
        Assert.Equal(["crashing"], fault.StderrTail);
        Assert.Equal(ExitStatus.Exited(3), read.OfType<ChildStateChanged>().First(change => change.To == ChildState.Restarting).Exit);
        IReadOnlyList<Transition> transitions = (await Client.GetAsync("web"))!.Transitions;
        Assert.Equal(
            [ChildState.Starting, ChildState.Started, ChildState.Restarting, ChildState.Started, ChildState.Faulted],
            transitions.Select(transition => transition.To));
    }

    [Fact]
    public async Task A_failed_start_is_told_with_its_exit_code()
    {
        await using IAsyncEnumerator<ChildEvent> events = Client.WatchAsync().GetAsyncEnumerator();
        Task<List<ChildEvent>> reading = ReadTo<ChildError>(events, _ => true);

        await FailToStart(TestChild.Spec("web", "exit-at-once", "7", "no such table"));

        ChildEvent error = (await reading)[^1];
        Assert.Equal(ExitStatus.Exited(7), error.Exit);
        Assert.Equal(["no such table"], error.StderrTail);
    }
}

public sealed class EventScenariosNative() : EventScenarios(LauncherKind.Auto);

public sealed class EventScenariosPortable() : EventScenarios(LauncherKind.Portable);
