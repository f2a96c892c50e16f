using Akka.Actor;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class HealthScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private static readonly TimeSpan _often = TimeSpan.FromMilliseconds(200);

    private static readonly LivenessCheck _http = LivenessCheck.Http("/health") with { Interval = _often, Grace = TimeSpan.Zero };

    private static readonly LivenessCheck _watchdog = LivenessCheck.Watchdog(TimeSpan.FromSeconds(3)) with { Grace = TimeSpan.Zero };

    private string FlagPath => Path.Combine(Folder, "flag");

    private void Raise() => File.WriteAllText(FlagPath, "");

    private void Lower() => File.Delete(FlagPath);

    private ChildSpec Served(LivenessCheck liveness, params string[] options) =>
        TestChild.Spec("web", ["serve", .. options]) with { Liveness = liveness, RestartTolerance = TimeSpan.Zero };

    private string ChecksPath => Path.Combine(Folder, "checks");

    private int TimesChecked => File.ReadAllLines(ChecksPath).Length;

    /// <summary>A command that takes down each time it is run, and fails.</summary>
    private LivenessCheck AlwaysFailing(int failures) =>
        LivenessCheck.Exec(WriteScript("fail", $"#!/bin/sh\necho checked >> '{ChecksPath}'\nexit 1\n")) with
        {
            Interval = _often,
            Grace = TimeSpan.Zero,
            Failures = failures,
            Timeout = Patience,
        };

    /// <summary>A machine that falters may bring about one more restart: a later run will do.</summary>
    private Task<ChildSnapshot> UntilHealthy(int run) =>
        Until("web", child => child is { State: ChildState.Started, Health: ChildHealth.Healthy } && child.Run >= run, $"a healthy run {run}");

    [Fact]
    public async Task A_server_that_hangs_is_restarted()
    {
        await Start(Served(_http, "--hang-file", FlagPath));
        await UntilHealthy(run: 1);
        using Inbox restarts = Subscribe<ChildRestarted>();

        Raise();
        await Until("web", child => child.State == ChildState.Restarting || child.Run > 1, "a restart");
        Lower();

        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));
        Assert.Contains("its liveness check failed 3 times in a row: ", restarted.Cause, StringComparison.Ordinal);
        Assert.Contains("gave no answer within 1 s.", restarted.Cause, StringComparison.Ordinal);
        Assert.Equal((2, Ports.First), (restarted.Run, restarted.Endpoint.Port));
        await UntilHealthy(run: 2);
    }

    [Fact]
    public async Task A_server_that_answers_503_is_told_as_unhealthy_and_restarted()
    {
        await Start(Served(_http with { Failures = 2 }, "--unhealthy-file", FlagPath));
        await UntilHealthy(run: 1);
        using Inbox health = Subscribe<ChildHealthChanged>();

        Raise();
        ChildHealthChanged unhealthy = Assert.IsType<ChildHealthChanged>(await health.ReceiveAsync(Patience));
        Lower();

        Assert.Equal(
            (ChildHealth.Unhealthy, $"its liveness check failed 2 times in a row: http://127.0.0.1:{Ports.First}/health answered with status 503."),
            (unhealthy.Health, unhealthy.Cause));
        await UntilHealthy(run: 2);
    }

    [Fact]
    public async Task A_server_that_ignores_being_asked_is_killed()
    {
        await Start(Served(_http with { Failures = 1 }) with
        {
            Args = ["serve-ignoring-term", "--unhealthy-file", FlagPath],
            StopTimeout = TimeSpan.FromMilliseconds(500),
        });
        await UntilHealthy(run: 1);

        Raise();
        await Output.RestOfLine("web", "ignoring SIGTERM");
        Lower();

        ChildSnapshot child = await UntilHealthy(run: 2);
        Assert.Equal(ExitStatus.Signalled("SIGKILL"), child.LastExit);
    }

    [Fact]
    public async Task A_command_that_fails_restarts_the_child()
    {
        string check = WriteScript("check", $"#!/bin/sh\nif [ -e '{FlagPath}' ]; then echo \"flag for $1\" >&2; exit 1; fi\n");
        await Start(Served(LivenessCheck.Exec(check, "{port}") with { Interval = _often, Grace = TimeSpan.Zero, Failures = 1, Timeout = Patience }));
        await UntilHealthy(run: 1);
        using Inbox restarts = Subscribe<ChildRestarted>();

        Raise();
        await Until("web", child => child.State == ChildState.Restarting || child.Run > 1, "a restart");
        Lower();

        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));
        Assert.Contains($"ended with exit code 1: flag for {Ports.First}", restarted.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_accepts_is_healthy()
    {
        await Start(Served(LivenessCheck.Tcp with { Interval = _often }));

        await UntilHealthy(run: 1);
    }

    [Fact]
    public async Task A_server_that_lives_on_without_its_listener_is_restarted()
    {
        LivenessCheck tcp = LivenessCheck.Tcp with { Interval = _often, Grace = TimeSpan.Zero, Failures = 2 };
        StartSucceeded first = await Start(Served(tcp, "--close-file", FlagPath));
        int run = (await UntilHealthy(run: 1)).Run;
        using Inbox restarts = Subscribe<ChildRestarted>();

        Raise();
        await Output.RestOfLine("web", "closed");
        await Until("web", child => child.State == ChildState.Restarting || child.Run > run, "a restart");
        Lower();

        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));
        Assert.Equal(
            (run + 1, $"its liveness check failed 2 times in a row: 127.0.0.1:{Ports.First} refused the connection.", first.Endpoint),
            (restarted.Run, restarted.Cause, restarted.Endpoint));
        await UntilHealthy(run + 1);
    }

    [Fact]
    public async Task Failures_within_the_grace_do_not_count_and_those_after_it_do()
    {
        LivenessCheck failing = AlwaysFailing(failures: 2) with { Grace = TimeSpan.FromSeconds(3) };
        await Start(Served(failing) with { Restart = RestartMode.Never });

        ChildSnapshot child = await Until("web", child => child.State == ChildState.Stopped, "a stop");

        Assert.StartsWith("its liveness check failed 2 times in a row: ", child.Cause, StringComparison.Ordinal);
        Assert.InRange(TimesChecked, 3, int.MaxValue);
    }

    [Fact]
    public async Task Each_run_is_allowed_all_its_failures()
    {
        await Start(Served(AlwaysFailing(failures: 3)) with { Restart = RestartMode.Always, RestartLimit = 1 });

        ChildSnapshot child = await Until("web", child => child.State == ChildState.Faulted, "a fault");

        Assert.Equal((2, 6), (child.Run, TimesChecked));
        Assert.StartsWith("its liveness check failed 3 times in a row: ", child.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_whose_watchdog_starves_is_restarted()
    {
        await Start(Served(_watchdog, "--watchdog", "100", "--hang-file", FlagPath));
        int run = (await UntilHealthy(run: 1)).Run;
        using Inbox restarts = Subscribe<ChildRestarted>();

        Raise();
        await Until("web", child => child.State == ChildState.Restarting || child.Run > run, "a restart");
        Lower();

        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));
        Assert.Equal((run + 1, "it has sent no WATCHDOG=1 in time"), (restarted.Run, restarted.Cause));
        await UntilHealthy(run + 1);
        Assert.Equal("3000000", MarkedProcesses.Variable((await Client.GetAsync("web"))!.Pid!.Value, "WATCHDOG_USEC"));
    }

    [Fact]
    public async Task Who_asks_for_a_child_that_has_said_it_will_end_gets_the_next_run()
    {
        using Inbox restarts = Subscribe<ChildRestarted>();
        await Start(TestChild.Spec("web", "stopping-by-itself", "1500") with { Liveness = LivenessCheck.Watchdog(Patience) });
        await Output.RestOfLine("web", "stopping");

        // What it says in one way may be heard a moment later than what it says in the other.
        StartResult answer;
        do
        {
            answer = await Client.StartAsync("web").WaitAsync(Patience, TimeProvider.System);
        }
        while (answer is StartSucceeded { Run: 1 });

        StartSucceeded next = Assert.IsType<StartSucceeded>(answer);
        Assert.Equal((2, Ports.First), (next.Run, next.Port));
        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));
        Assert.Equal(("ended with exit code 0, as it had said", ExitStatus.Exited(0)), (restarted.Cause, restarted.Exit));
    }
}

public sealed class HealthScenariosNative() : HealthScenarios(LauncherKind.Auto);

public sealed class HealthScenariosPortable() : HealthScenarios(LauncherKind.Portable);
