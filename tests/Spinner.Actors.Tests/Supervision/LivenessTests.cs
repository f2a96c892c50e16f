using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class LivenessTests : ChildTestBase
{
    private static readonly LivenessCheck _check = LivenessCheck.Http("/health") with { Grace = TimeSpan.Zero };
    private static readonly ChildSpec _spec = Spec with { Liveness = _check };

    private void PassChecks(int checks)
    {
        for (int i = 0; i < checks; i++)
        {
            AdvanceSeconds(10);
            Health.Pass();
        }
    }

    private void FailChecks(int checks)
    {
        for (int i = 0; i < checks; i++)
        {
            AdvanceSeconds(10);
            Health.Fail();
        }
    }

    [Fact]
    public void A_child_without_a_check_is_not_asked()
    {
        StartAndListen();
        AdvanceSeconds(100);

        Assert.Equal(0, Health.Made);
        Assert.Equal(ChildHealth.Unknown, Snapshot.Health);
    }

    [Fact]
    public void The_first_check_is_made_an_interval_after_the_start()
    {
        StartAndListen(_spec);
        AdvanceSeconds(9.9);
        Assert.Equal(0, Health.Made);
        AdvanceSeconds(0.1);

        Assert.Equal(1, Health.Made);
        Assert.Equal(
            (HealthCheckKind.Http, ChildEndpoint.Tcp("127.0.0.1", 7000), "/health", TimeSpan.FromSeconds(1)),
            (Health.LastTarget!.Kind, Health.LastTarget.Endpoint, Health.LastTarget.Path, Health.LastTarget.Timeout));
    }

    [Fact]
    public void The_next_check_is_made_an_interval_after_the_answer()
    {
        StartAndListen(_spec);
        AdvanceSeconds(10);
        AdvanceSeconds(10);
        AdvanceSeconds(10);
        Assert.Equal(1, Health.Made);
        Health.Pass();
        AdvanceSeconds(9.9);
        Assert.Equal(1, Health.Made);
        AdvanceSeconds(0.1);

        Assert.Equal(2, Health.Made);
    }

    [Fact]
    public void A_tcp_check_is_made_where_the_child_listens()
    {
        StartAndListen(Spec with { Liveness = LivenessCheck.Tcp });
        AdvanceSeconds(10);

        Assert.Equal((HealthCheckKind.Tcp, ChildEndpoint.Tcp("127.0.0.1", 7000)), (Health.LastTarget!.Kind, Health.LastTarget.Endpoint));
    }

    [Fact]
    public void An_exec_check_is_given_what_the_run_has()
    {
        StartAndListen(Spec with { Liveness = LivenessCheck.Exec("probe", "{name}:{port}") });
        AdvanceSeconds(10);

        HealthTarget target = Health.LastTarget!;
        Assert.Equal(HealthCheckKind.Exec, target.Kind);
        Assert.Equal(["/usr/bin/probe", "web:7000"], target.Command);
        Assert.Equal(("7000", "host:1:1", "/bin"), (target.Env["PORT"], target.Env[RunMarker.Variable], target.Env["PATH"]));
    }

    [Fact]
    public void A_child_that_passes_is_healthy()
    {
        StartAndListen(_spec);
        Assert.Equal(ChildHealth.Unknown, Snapshot.Health);
        PassChecks(1);

        Assert.Equal(ChildHealth.Healthy, Snapshot.Health);
    }

    [Fact]
    public void A_child_is_healthy_after_as_many_passes_in_a_row_as_it_takes()
    {
        StartAndListen(Spec with { Liveness = _check with { Successes = 2 } });
        PassChecks(1);
        FailChecks(1);
        PassChecks(1);
        Assert.Equal(ChildHealth.Unknown, Snapshot.Health);
        PassChecks(1);

        Assert.Equal(ChildHealth.Healthy, Snapshot.Health);
    }

    [Fact]
    public void A_failure_within_the_grace_ends_a_row_of_passes()
    {
        StartAndListen(Spec with { Liveness = _check with { Successes = 2, Grace = TimeSpan.FromSeconds(60) } });
        PassChecks(1);
        FailChecks(1);
        PassChecks(1);

        Assert.Equal(ChildHealth.Unknown, Snapshot.Health);
    }

    [Fact]
    public void Fewer_failures_in_a_row_than_it_takes_are_borne()
    {
        StartAndListen(_spec);
        FailChecks(2);
        PassChecks(1);
        FailChecks(2);

        Assert.Equal((ChildState.Started, 1), (State, Snapshot.Run));
        Assert.Equal(ChildHealth.Healthy, Snapshot.Health);
    }

    [Fact]
    public void Failures_within_the_grace_do_not_count()
    {
        StartAndListen(Spec with { Liveness = _check with { Grace = TimeSpan.FromSeconds(45) } });
        FailChecks(4);
        FailChecks(2);
        Assert.Equal((ChildState.Started, ChildHealth.Unknown), (State, Snapshot.Health));
        FailChecks(1);

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void Too_many_failures_in_a_row_restart_the_child_and_the_cause_says_why()
    {
        StartAndListen(_spec);
        FailChecks(3);

        Assert.Equal((ChildState.Restarting, "its liveness check failed 3 times in a row: status 503"), (State, Snapshot.Cause));
        Probe.Listen();
        Assert.Equal((ChildState.Started, 2, ChildHealth.Unknown), (State, Snapshot.Run, Snapshot.Health));
    }

    [Fact]
    public void A_child_that_fails_is_asked_to_end_before_it_is_killed()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen(_spec);
        FailChecks(3);
        Assert.Equal([StopSignal.Terminate], Process.Signals);
        AdvanceSeconds(29.9);
        Assert.Empty(Process.Kills);
        AdvanceSeconds(0.1);

        Assert.Equal([RunScope.Run], Launcher.Processes[0].Kills);
        Assert.Equal(2, Launcher.Processes.Count);
    }

    [Fact]
    public void The_failures_of_a_run_do_not_count_against_the_next()
    {
        StartAndListen(_spec with { RestartTolerance = TimeSpan.FromSeconds(1) });
        FailChecks(3);
        Probe.Listen();
        FailChecks(2);

        Assert.Equal((ChildState.Started, 2), (State, Snapshot.Run));
    }

    [Fact]
    public void A_child_that_fails_again_within_the_tolerance_is_faulted()
    {
        StartAndListen(_spec);
        FailChecks(3);
        Probe.Listen();
        FailChecks(3);

        Assert.Equal(ChildState.Faulted, State);
        Assert.Contains("its liveness check failed 3 times in a row", Snapshot.LastError!.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_crash_soon_after_a_restart_for_its_health_faults_the_child()
    {
        StartAndListen(_spec);
        FailChecks(3);
        Probe.Listen();
        Crash();

        Assert.Equal(ChildState.Faulted, State);
    }

    [Fact]
    public void A_child_that_is_not_restarted_is_stopped_when_it_fails()
    {
        StartAndListen(_spec with { Restart = RestartMode.Never });
        FailChecks(3);

        Assert.Equal(ChildState.Stopped, State);
        Assert.Contains("its liveness check failed", Snapshot.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_under_way_is_given_up_when_the_child_crashes()
    {
        StartAndListen(_spec);
        AdvanceSeconds(10);
        Crash();
        Assert.Equal(0, Health.Pending);
        AdvanceSeconds(4);

        Assert.Equal(1, Health.Made);
    }

    [Fact]
    public void A_child_that_is_stopped_is_not_asked_any_more()
    {
        StartAndListen(_spec);
        AdvanceSeconds(10);
        Tell(new StopChild("web"));
        Assert.Equal(0, Health.Pending);
        AdvanceSeconds(20);

        Assert.Equal(1, Health.Made);
    }

    [Fact]
    public void Each_change_of_health_is_told_once()
    {
        StartAndListen(_spec);
        Sys.EventStream.Subscribe(TestActor, typeof(ChildHealthChanged));
        PassChecks(2);
        ChildHealthChanged healthy = ExpectMsg<ChildHealthChanged>();
        FailChecks(3);
        ChildHealthChanged unhealthy = ExpectMsg<ChildHealthChanged>();

        Assert.Equal((ChildHealth.Healthy, "its liveness check passes"), (healthy.Health, healthy.Cause));
        Assert.Equal((ChildHealth.Unhealthy, "its liveness check failed 3 times in a row: status 503"), (unhealthy.Health, unhealthy.Cause));
        Assert.True(unhealthy.Version > healthy.Version);
    }
}
