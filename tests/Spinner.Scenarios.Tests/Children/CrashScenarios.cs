using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class CrashScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    [Fact]
    public async Task A_killed_child_comes_back_on_its_port()
    {
        StartSucceeded first = await Start("web", "serve");

        StartSucceeded second = await CrashAndRecover(first);

        Assert.Equal((first.Port, 2), (second.Port, second.Run));
        Assert.Equal([second.Pid], Alive);
        await AssertAnswers(second);
        ChildSnapshot child = (await Client.GetAsync("web"))!;
        Assert.Equal((1, ExitStatus.Signalled("SIGKILL")), (child.Restarts, child.LastExit));
    }

    [Fact]
    public async Task A_second_crash_within_the_tolerance_faults_the_child()
    {
        StartSucceeded second = await CrashAndRecover(await Start("web", "serve"));
        Processes.Native.Kill(second.Pid);
        await Until("web", child => child.State == ChildState.Faulted, "a fault");

        StartFailed refused = await FailToStart(TestChild.Spec("web", "serve"));

        Assert.Equal(StartFailureReason.Faulted, refused.Reason);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_child_that_lives_a_while_each_time_is_caught_as_well()
    {
        await Start("web", "serve", "--crash-after", "1000");

        ChildSnapshot child = await Until("web", child => child.State == ChildState.Faulted, "a fault");

        Assert.Equal((2, ExitStatus.Exited(3)), (child.Run, child.LastExit));
        Assert.Equal(["crashing"], child.StderrTail);
    }

    [Fact]
    public async Task Crashes_further_apart_than_the_tolerance_are_forgiven()
    {
        ChildSpec spec = TestChild.Spec("web", "serve") with { RestartTolerance = TimeSpan.Zero };
        StartSucceeded started = await Start(spec);
        for (int crash = 0; crash < 3; crash++)
            started = await CrashAndRecover(started);

        Assert.Equal(4, started.Run);
    }

    [Fact]
    public async Task A_fault_expires_and_the_child_starts_again()
    {
        ChildSpec spec = TestChild.Spec("web", "serve") with { FaultTimeout = TimeSpan.FromSeconds(1) };
        StartSucceeded second = await CrashAndRecover(await Start(spec));
        Processes.Native.Kill(second.Pid);
        await Until("web", child => child is { State: ChildState.Faulted, RetryAfter.Ticks: 0 }, "the end of its fault");

        StartSucceeded third = await Start(spec);

        Assert.Equal(3, third.Run);
        await AssertAnswers(third);
    }

    [Fact]
    public async Task Failed_starts_in_a_row_fault_the_child_and_nothing_more_is_spawned()
    {
        ChildSpec spec = TestChild.Spec("web", "exit-at-once", "7", "no such table") with { Attempts = 2 };
        for (int attempt = 0; attempt < 2; attempt++)
            Assert.Equal(StartFailureReason.Exited, (await FailToStart(spec)).Reason);

        StartFailed refused = await FailToStart(spec);

        Assert.Equal(StartFailureReason.Faulted, refused.Reason);
        Assert.Equal(["no such table"], refused.StderrTail);
        Assert.Equal(2, (await Client.GetAsync("web"))!.Run);
    }

    [Fact]
    public async Task A_fault_is_lifted_by_a_restart_on_request()
    {
        StartSucceeded second = await CrashAndRecover(await Start("web", "serve"));
        Processes.Native.Kill(second.Pid);
        await Until("web", child => child.State == ChildState.Faulted, "a fault");

        Assert.Equal(3, Assert.IsType<StartSucceeded>(await Client.RestartAsync("web")).Run);
    }
}

public sealed class CrashScenariosNative() : CrashScenarios(LauncherKind.Auto);

public sealed class CrashScenariosPortable() : CrashScenarios(LauncherKind.Portable);
