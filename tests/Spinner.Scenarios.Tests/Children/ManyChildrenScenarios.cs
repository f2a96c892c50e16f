using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class ManyChildrenScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    [Fact]
    public async Task Fifty_names_at_once_give_fifty_processes_on_fifty_ports()
    {
        StartSucceeded[] all = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Start($"web-{i}", "serve")));

        Assert.Equal(50, all.Select(started => started.Port).Distinct().Count());
        Assert.All(all, started => Assert.True(Ports.Contains(started.Port)));
        Assert.Equal(all.Select(started => started.Pid).Order(), Alive.Order());
        foreach (StartSucceeded started in all)
            await AssertAnswers(started);

        StopAllResult stopped = await Client.StopAllAsync().WaitAsync(Patience, TimeProvider.System);
        Assert.Equal(50, stopped.Results.Count(result => result.Outcome == StopOutcome.Exited));
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task Stopping_one_of_two_children_of_the_same_program_spares_the_other()
    {
        StartSucceeded one = await Start("one", "serve");
        StartSucceeded other = await Start("other", "serve");

        StopResult stopped = await Stop("one");

        Assert.Equal(StopOutcome.Exited, stopped.Outcome);
        Assert.Equal([other.Pid], Alive);
        Assert.NotEqual(one.Port, other.Port);
        await AssertAnswers(other);
    }

    [Fact]
    public async Task Stopping_all_answers_one_result_per_child_and_leaves_nothing()
    {
        await Task.WhenAll(Start("b", "serve"), Start("a", "serve", "--graceful"));
        await FailToStart(TestChild.Spec("c", "exit-at-once", "1"));

        StopAllResult all = await Client.StopAllAsync();

        Assert.Equal(
            [("a", StopOutcome.Exited), ("b", StopOutcome.Exited), ("c", StopOutcome.AlreadyStopped)],
            all.Results.Select(result => (result.Name.Value, result.Outcome)));
        Assert.Empty(Alive);
    }
}

public sealed class ManyChildrenScenariosNative() : ManyChildrenScenarios(LauncherKind.Auto);

public sealed class ManyChildrenScenariosPortable() : ManyChildrenScenarios(LauncherKind.Portable);
