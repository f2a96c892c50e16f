using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class FloodScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private const int Megabytes = 400;
    private const long Bound = 200_000_000;

    [Theory]
    [InlineData("--stderr")]
    [InlineData(null)]
    public async Task A_chatty_child_is_not_blocked_and_does_not_grow_the_supervisor(string? stream)
    {
        string[] verb = stream is null ? ["flood", $"{Megabytes}"] : ["flood", $"{Megabytes}", stream];
        long before = Environment.WorkingSet;
        long most = before;
        using CancellationTokenSource started = new();
        Task watching = Task.Run(async () =>
        {
            while (!started.IsCancellationRequested)
            {
                most = Math.Max(most, Environment.WorkingSet);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        });

        // It listens when the last byte was taken.
        StartSucceeded chatty = await Start(TestChild.Spec("web", verb) with { Stdout = OutputTarget.Null, Stderr = OutputTarget.Null });
        await started.CancelAsync();
        await watching;

        Assert.True(most - before < Bound, $"grew by {(most - before) / 1_000_000} MB while {Megabytes} MB were printed");
        await AssertAnswers(chatty);
        Assert.Equal(stream is null ? 0 : 100, (await Client.GetAsync("web"))!.StderrTail.Count);
    }
}

public sealed class FloodScenariosNative() : FloodScenarios(LauncherKind.Auto);

public sealed class FloodScenariosPortable() : FloodScenarios(LauncherKind.Portable);
