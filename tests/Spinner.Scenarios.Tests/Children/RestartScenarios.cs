using Akka.Actor;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class RestartScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private static readonly TimeSpan _backoff = TimeSpan.FromMilliseconds(200);

    private static ChildSpec Crashing(RestartMode mode) => TestChild.Spec("web", "serve", "--crash-after", "1000") with { Restart = mode };

    private static ChildSpec Worker(RestartMode mode, int exitCode) =>
        TestChild.Spec("jobs", "work", "--exit-after", "200", "--exit-code", $"{exitCode}") with { Restart = mode, Readiness = ReadinessCheck.None };

    [Fact]
    public async Task A_child_that_crashes_again_and_again_is_restarted_after_waits_that_grow()
    {
        await Start(Crashing(RestartMode.Always) with { Backoff = _backoff, BackoffMax = TimeSpan.FromHours(1) });

        // No first wait is that long.
        ChildSnapshot waiting = await Until("web", child => child.NextAttempt > _backoff * 2, "a long wait");

        Assert.Equal(ChildState.Restarting, waiting.State);
        Assert.True(waiting.Run >= 3, $"run {waiting.Run}");
        await Stop("web");
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_restart_by_request_does_not_wait()
    {
        await Start(Crashing(RestartMode.Always) with { Backoff = TimeSpan.FromHours(1), BackoffMax = TimeSpan.FromHours(1) });
        await Until("web", child => child is { Run: 3, NextAttempt: not null }, "a wait");

        StartSucceeded started = Assert.IsType<StartSucceeded>(await Client.RestartAsync("web").WaitAsync(Patience, TimeProvider.System));

        Assert.Equal((4, Ports.First), (started.Run, started.Port));
    }

    [Fact]
    public async Task A_restart_that_does_not_come_up_is_tried_again()
    {
        string fails = Path.Combine(Folder, "fails");
        string script = WriteScript("server", $"#!/bin/sh\n[ -e '{fails}' ] && exit 7\nexec '{TestChild.Program}' serve\n");
        StartSucceeded first = await Start(new ChildSpec { Name = "web", Command = script, Restart = RestartMode.Always, Backoff = _backoff });

        await File.WriteAllTextAsync(fails, "");
        Processes.Native.Kill(first.Pid);
        ChildSnapshot trying = await Until("web", child => child is { State: ChildState.Restarting, FailedStarts: > 1 }, "failed restarts");
        File.Delete(fails);

        Assert.Equal((StartFailureReason.Exited, ExitStatus.Exited(7)), (trying.LastError!.Reason, trying.LastError.Exit));
        ChildSnapshot child = await Until("web", child => child.State == ChildState.Started, "a start");
        Assert.Equal(first.Endpoint, child.Endpoint);
    }

    [Fact]
    public async Task More_crashes_within_the_window_than_are_allowed_fault_the_child()
    {
        await Start(Crashing(RestartMode.Always) with { Backoff = _backoff, BackoffMax = _backoff, RestartLimit = 3 });

        ChildSnapshot child = await Until("web", child => child.State == ChildState.Faulted, "a fault");

        Assert.Equal(4, child.Run);
        Assert.Contains("unexpected end number 4 within 1 min (restart-limit 3)", child.Cause, StringComparison.Ordinal);
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_worker_that_has_done_its_work_is_stopped()
    {
        using Inbox stops = Subscribe<ChildStopped>();
        await Start(Worker(RestartMode.OnFailure, exitCode: 0));

        ChildStopped stopped = Assert.IsType<ChildStopped>(await stops.ReceiveAsync(Patience));

        Assert.Equal(("completed: ended with exit code 0", ExitStatus.Exited(0)), (stopped.Cause, stopped.Exit));
        ChildSnapshot child = (await Client.GetAsync("jobs"))!;
        Assert.Equal((ChildState.Stopped, 1), (child.State, child.Run));
    }

    [Fact]
    public async Task A_worker_that_has_failed_is_restarted()
    {
        using Inbox restarts = Subscribe<ChildRestarted>();
        await Start(Worker(RestartMode.OnFailure, exitCode: 1));

        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));

        Assert.Equal((2, "ended with exit code 1"), (restarted.Run, restarted.Cause));
        await Stop("jobs");
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(0, false)]
    public async Task Only_the_success_codes_of_the_spec_are_a_success(int exitCode, bool isSuccess)
    {
        using Inbox stops = Subscribe<ChildStopped>();
        using Inbox restarts = Subscribe<ChildRestarted>();
        await Start(Worker(RestartMode.OnFailure, exitCode) with { SuccessCodes = [3] });

        object end = await (isSuccess ? stops : restarts).ReceiveAsync(Patience);

        Assert.Equal(
            isSuccess ? $"completed: ended with exit code {exitCode}" : $"ended with exit code {exitCode}",
            end is ChildStopped stopped ? stopped.Cause : Assert.IsType<ChildRestarted>(end).Cause);
        await Stop("jobs");
    }

    [Fact]
    public async Task A_healthy_time_between_two_crashes_spares_the_second_its_wait()
    {
        TimeSpan healthyTime = TimeSpan.FromMilliseconds(300);
        StartSucceeded started = await Start(TestChild.Spec("web", "serve") with
        {
            Restart = RestartMode.Always,
            Backoff = TimeSpan.FromHours(1),
            BackoffMax = TimeSpan.FromHours(1),
            HealthyTime = healthyTime,
        });

        for (int crash = 1; crash <= 3; crash++)
        {
            await Until("web", child => child.Uptime > healthyTime, "a healthy time");
            started = await CrashAndRecover(started);
        }

        Assert.Equal((4, Ports.First), (started.Run, started.Port));
    }

    [Fact]
    public async Task A_child_that_is_never_restarted_is_stopped_when_it_crashes()
    {
        await Start(Crashing(RestartMode.Never));

        ChildSnapshot child = await Until("web", child => child.State == ChildState.Stopped, "a stop");

        Assert.Equal((1, "ended with exit code 3, and is not restarted (restart never)"), (child.Run, child.Cause));
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_child_that_eats_too_much_memory_is_restarted()
    {
        using Inbox restarts = Subscribe<ChildRestarted>();
        StartSucceeded first = await Start(TestChild.Spec("web", "eat-memory", "250") with { MemoryLimit = 200_000_000, Restart = RestartMode.Always });
        await Output.RestOfLine("web", "ate");

        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));

        Assert.Equal((2, first.Endpoint), (restarted.Run, restarted.Endpoint));
        Assert.Matches(@"its processes hold [2-9]\d\d(\.\d+)? MB of memory, more than the limit of 200 MB", restarted.Cause);
        await Stop("web");
    }

    [Fact]
    public async Task A_child_within_its_memory_limit_goes_on()
    {
        StartSucceeded modest = await Start(TestChild.Spec("modest", "serve") with { MemoryLimit = 200_000_000 });
        using Inbox restarts = Subscribe<ChildRestarted>();
        await Start(TestChild.Spec("greedy", "eat-memory", "250") with { MemoryLimit = 200_000_000, Restart = RestartMode.Always });

        // Measured later than the other one, so by then the first has been measured as well.
        Assert.Equal("greedy", Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience)).Name.Value);

        Assert.Equal(modest.Pid, (await Client.GetAsync("modest"))!.Pid);
        await Stop("greedy");
    }
}

public sealed class RestartScenariosNative() : RestartScenarios(LauncherKind.Auto);

public sealed class RestartScenariosPortable() : RestartScenarios(LauncherKind.Portable);
