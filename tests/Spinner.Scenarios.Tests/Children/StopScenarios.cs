using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class StopScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    [Fact]
    public async Task A_child_that_ignores_the_stop_signal_is_killed_after_its_stop_timeout()
    {
        await Start(TestChild.Spec("web", "serve-ignoring-term") with { StopTimeout = TimeSpan.FromSeconds(1) });

        StopResult stopped = await Stop("web");

        Assert.Equal((StopOutcome.Killed, ExitStatus.Signalled("SIGKILL")), (stopped.Outcome, stopped.Exit));
        Assert.Contains("ignoring SIGTERM", Output.Lines("web"));
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_graceful_child_finishes_its_work()
    {
        await Start("web", "serve", "--drain", "500");

        StopResult stopped = await Stop("web");

        Assert.Equal((StopOutcome.Exited, ExitStatus.Exited(0)), (stopped.Outcome, stopped.Exit));
        Assert.Equal(["finishing", "bye"], Output.Lines("web").TakeLast(2));
    }

    [Fact]
    public async Task The_stop_signal_may_be_another_one()
    {
        await Start(TestChild.Spec("web", "serve-ignoring-term") with { StopSignal = StopSignal.User1 });

        Assert.Equal(ExitStatus.Signalled("SIGUSR1"), (await Stop("web")).Exit);
    }

    [Fact]
    public async Task A_stop_while_starting_ends_the_start_and_its_process()
    {
        Task<StartFailed> starting = FailToStart(TestChild.Spec("web", "never-bind"));
        await Until("web", child => child is { State: ChildState.Starting, Pid: not null }, "a process");

        StopResult stopped = await Stop("web");

        Assert.Equal(StartFailureReason.Stopped, (await starting).Reason);
        Assert.Equal(StopOutcome.Exited, stopped.Outcome);
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_start_while_stopping_is_answered_by_a_new_run()
    {
        StartSucceeded first = await Start("web", "serve", "--drain", "1000");
        Task<StopResult> stopping = Stop("web");
        await Until("web", child => child.State == ChildState.Stopping, "a stop");

        StartSucceeded second = await Start("web", "serve", "--drain", "1000");

        Assert.Equal(StopOutcome.Exited, (await stopping).Outcome);
        Assert.Equal(2, second.Run);
        Assert.Equal([second.Pid], Alive);
        Assert.NotEqual(first.Pid, second.Pid);
    }

    [Fact]
    public async Task A_grandchild_that_holds_stdout_delays_neither_the_restart_nor_the_stop()
    {
        StartSucceeded first = await Start("web", "hold-stdout", "--daemon");
        int[] holders = [await PidAfter("web", "holder"), 0];
        try
        {
            StartSucceeded second = await CrashAndRecover(first);
            holders[1] = await PidAfter("web", "holder", occurrence: 2);

            Assert.Equal(StopOutcome.Exited, (await Stop("web")).Outcome);

            Assert.False(MarkedProcesses.IsAlive(second.Pid));
        }
        finally
        {
            // They are out of the portable launcher's reach; the other one has killed them already.
            foreach (int holder in holders.Where(pid => Alive.Contains(pid)))
                Native.Kill(holder);
        }
    }

    [Fact]
    public async Task The_end_of_the_system_stops_every_child_within_its_own_time()
    {
        await Task.WhenAll(
            Start("slow", "serve", "--drain", "6000"),
            Start(TestChild.Spec("deaf", "serve-ignoring-term") with { StopTimeout = TimeSpan.FromSeconds(1) }));

        await Terminate();

        Assert.Contains("bye", Output.Lines("slow"));
        Assert.Empty(Alive);
    }
}

public sealed class StopScenariosNative() : StopScenarios(LauncherKind.Auto);

public sealed class StopScenariosPortable() : StopScenarios(LauncherKind.Portable);
