using Spinner.Configuration;
using Spinner.Output;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class OutputScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    [SkippableFact]
    public async Task A_subscription_made_before_the_first_run_follows_all_runs()
    {
        Skip.If(OperatingSystem.IsWindows(), "The child is a shell script.");
        await using OutputSubscription subscription = await Client.FollowOutputAsync("web");
        StartSucceeded first = await Start(TestChild.Shell("web", "echo hello; exec \"$TESTCHILD\" serve"));
        StartSucceeded second = await CrashAndRecover(first);
        using CancellationTokenSource patience = new(Patience);
        List<int> runs = [];
        while (runs.Count < 2)
        {
            OutputLine line = await subscription.Lines.ReadAsync(patience.Token);
            if (line.Text == "hello")
                runs.Add(line.Run);
        }

        Assert.Equal([first.Run, second.Run], runs);
        Assert.Equal(2, (await Client.RecentOutputAsync("web", 100)).Count(line => line.Text == "hello"));
    }

    [Fact]
    public async Task A_child_that_waits_for_its_subscriber_listens_when_it_may_go_on_and_can_be_stopped_when_it_may_not()
    {
        OutputSubscriptionOptions blocking = new() { Capacity = 10, Policy = OutputOverflow.BlockChild };
        OutputSubscription subscription = await Client.FollowOutputAsync("web", blocking);
        Task<StartSucceeded> starting = Start("web", "flood", "10");
        await Wait.Until(() => subscription.Lines.Count >= 10, "a full subscription");
        Assert.False(starting.IsCompleted);
        subscription.Dispose();
        await AssertAnswers(await starting);

        await using OutputSubscription idle = await Client.FollowOutputAsync("endless", blocking);
        Task<StartFailed> stopped = FailToStart(TestChild.Spec("endless", "flood", "0"));
        await Wait.Until(() => idle.Lines.Count >= 10, "a full subscription");
        _ = await Stop("endless");
        _ = await stopped;
        await Wait.Until(() => Alive.Count == 1, "an end of the child");
    }
}

public sealed class OutputScenariosNative() : OutputScenarios(LauncherKind.Auto);

public sealed class OutputScenariosPortable() : OutputScenarios(LauncherKind.Portable);
