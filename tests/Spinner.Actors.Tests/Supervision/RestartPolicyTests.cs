using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>What an end that nobody asked for leads to, by the restart mode; and how long the waits are.</summary>
public sealed class RestartPolicyTests : ChildTestBase
{
    private static readonly ChildSpec _always = Spec with { Restart = RestartMode.Always };

    /// <summary>Crashes, and brings the child up again; returns the seconds it had to wait in between.</summary>
    private double CrashAndWait(double uptime = 0)
    {
        AdvanceSeconds(uptime);
        Crash();
        TimeSpan wait = Snapshot.NextAttempt ?? TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            int processes = Launcher.Processes.Count;
            Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.Equal(processes, Launcher.Processes.Count);
            Advance(TimeSpan.FromMilliseconds(1));
        }

        Probe.Listen();
        Assert.Equal(ChildState.Started, State);
        return wait.TotalSeconds;
    }

    [Fact]
    public void By_default_crashes_further_apart_than_a_minute_are_answered_at_once()
    {
        StartAndListen();

        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(_ => CrashAndWait(uptime: 61)));
    }

    [Fact]
    public void A_tolerance_of_zero_forgives_every_crash_but_waits_longer_each_time()
    {
        StartAndListen(Spec with { RestartTolerance = TimeSpan.Zero });

        Assert.Equal([0, 1, 2, 4], Enumerable.Range(0, 4).Select(_ => CrashAndWait()));
    }

    [Fact]
    public void The_wait_doubles_up_to_the_longest()
    {
        StartAndListen(_always with { Backoff = TimeSpan.FromSeconds(2), BackoffMax = TimeSpan.FromSeconds(10) });

        Assert.Equal([0, 2, 4, 8, 10, 10], Enumerable.Range(0, 6).Select(_ => CrashAndWait()));
    }

    [Fact]
    public void The_wait_is_drawn_from_the_whole_time()
    {
        Jitter = 0.5;
        StartAndListen(_always with { BackoffMax = TimeSpan.FromSeconds(3) });

        Assert.Equal([0, 0.5, 1, 1.5, 1.5], Enumerable.Range(0, 5).Select(_ => CrashAndWait()));
    }

    [Fact]
    public void No_wait_is_shorter_than_a_tenth_of_a_second()
    {
        Jitter = 0;
        StartAndListen(_always);

        Assert.Equal([0, 0.1, 0.1], Enumerable.Range(0, 3).Select(_ => CrashAndWait()));
    }

    [Fact]
    public void A_healthy_time_begins_the_waits_anew()
    {
        StartAndListen(_always with { HealthyTime = TimeSpan.FromSeconds(30) });

        Assert.Equal([0, 1, 2, 0, 1], new double[] { 0, 0, 29, 30, 0 }.Select(CrashAndWait));
    }

    [Fact]
    public void A_restart_by_request_begins_the_waits_anew()
    {
        StartAndListen(_always);
        CrashAndWait();
        CrashAndWait();
        Tell(new RestartChild("web"));
        Probe.Listen();

        Assert.Equal(0, CrashAndWait());
    }

    [Fact]
    public void Always_restarts_whatever_the_exit_code()
    {
        StartAndListen(_always);
        Crash(0);

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void On_failure_restarts_after_a_failure()
    {
        StartAndListen(Spec with { Restart = RestartMode.OnFailure });
        Crash(1);

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void On_failure_restarts_after_a_signal()
    {
        StartAndListen(Spec with { Restart = RestartMode.OnFailure });
        Process.Exit(ExitStatus.Signalled("SIGSEGV"));

        Assert.Equal((ChildState.Restarting, "ended with SIGSEGV"), (State, Snapshot.Cause));
    }

    [Fact]
    public void On_failure_stops_a_child_that_has_completed()
    {
        StartAndListen(Spec with { Restart = RestartMode.OnFailure });
        Sys.EventStream.Subscribe(TestActor, typeof(ChildStopped));
        Crash(0);

        Assert.Equal("completed: ended with exit code 0", ExpectMsg<ChildStopped>().Cause);
        Assert.Equal((ChildState.Stopped, ExitStatus.Exited(0)), (State, Snapshot.LastExit));
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(0, ChildState.Restarting)]
    [InlineData(3, ChildState.Stopped)]
    [InlineData(143, ChildState.Stopped)]
    public void The_codes_of_success_are_those_of_the_spec(int code, ChildState state)
    {
        StartAndListen(Spec with { Restart = RestartMode.OnFailure, SuccessCodes = [3, 143] });
        Crash(code);

        Assert.Equal(state, State);
    }

    [Fact]
    public void A_child_that_has_completed_starts_again_when_it_is_asked_for()
    {
        StartAndListen(Spec with { Restart = RestartMode.OnFailure });
        Crash(0);

        Assert.Equal(2, StartAndListen(Spec with { Restart = RestartMode.OnFailure }).Run);
    }

    [Theory]
    [InlineData(0, "completed: ended with exit code 0")]
    [InlineData(1, "ended with exit code 1, and is not restarted (restart never)")]
    public void Never_stops_the_child_and_says_why(int code, string cause)
    {
        StartAndListen(Spec with { Restart = RestartMode.Never });
        Crash(code);

        Assert.Equal((ChildState.Stopped, cause), (State, Snapshot.Cause));
        Assert.Single(Launcher.Processes);
        AssertNothingIsLeft();
    }

    [Fact]
    public void More_ends_within_the_window_than_are_allowed_fault_the_child()
    {
        StartAndListen(_always with { RestartLimit = 2 });
        CrashAndWait();
        CrashAndWait();
        Crash();

        Assert.Equal(ChildState.Faulted, State);
        Assert.Contains("unexpected end number 3 within 1 min (restart-limit 2)", Snapshot.LastError!.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Ends_before_the_window_do_not_count()
    {
        StartAndListen(_always with { RestartLimit = 2, RestartWindow = TimeSpan.FromSeconds(20) });
        for (int i = 0; i < 5; i++)
        {
            CrashAndWait(uptime: 10);
        }

        Assert.Equal(6, Snapshot.Run);
    }

    [Fact]
    public void Always_never_faults_without_a_limit()
    {
        StartAndListen(_always);
        for (int i = 0; i < 20; i++)
        {
            CrashAndWait();
        }

        Assert.Equal(21, Snapshot.Run);
    }
}
