using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>Exec checks, workers, and children that are handed their socket.</summary>
public sealed class OtherReadinessTests : ChildTestBase
{
    private static readonly ChildSpec _exec = Spec with { Readiness = ReadinessCheck.Exec("probe", "--port", "{port}") };
    private static readonly ChildSpec _worker = Spec with { Readiness = ReadinessCheck.None, Args = [] };
    private static readonly ChildSpec _inherit = Spec with { Listen = ListenMode.Inherit };

    [Fact]
    public void An_exec_check_begins_with_the_run_and_is_given_what_the_run_has()
    {
        Start(_exec with { Env = new Dictionary<string, string> { ["MODE"] = "on {port}" } });

        HealthTarget target = Health.LastTarget!;
        Assert.Equal((HealthCheckKind.Exec, TimeSpan.FromSeconds(1)), (target.Kind, target.Timeout));
        Assert.Equal(["/usr/bin/probe", "--port", "7000"], target.Command);
        Assert.Equal(Process.Spec.WorkingDirectory, target.WorkingDirectory);
        Assert.Equal(
            ("7000", "host:1:1", "on 7000", "/home/me"),
            (target.Env["PORT"], target.Env[RunMarker.Variable], target.Env["MODE"], target.Env["HOME"]));
    }

    [Fact]
    public void An_exec_check_that_passes_does_not_make_up_for_a_listener()
    {
        Start(_exec);
        Health.Pass();
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void An_exec_check_that_fails_is_made_again_after_the_interval()
    {
        Start(_exec with { Readiness = _exec.Readiness! with { Interval = TimeSpan.FromSeconds(2) } });
        Probe.Listen();
        Health.Fail();
        AdvanceSeconds(1.9);
        Assert.Equal(1, Health.Made);
        AdvanceSeconds(0.1);
        Health.Pass();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void An_exec_check_that_does_not_pass_in_time_is_what_was_missing()
    {
        Start(_exec);
        Probe.Listen();
        Health.Fail("'/usr/bin/probe' ended with exit code 1: not yet");
        AdvanceSeconds(5);

        Assert.Contains(
            "before /usr/bin/probe ended with exit code 0 (last: '/usr/bin/probe' ended with exit code 1: not yet)",
            ExpectMsg<StartFailed>().Message,
            StringComparison.Ordinal);
        Assert.Equal(0, Health.Pending);
    }

    [Fact]
    public void An_exit_before_the_exec_check_passes_fails_the_start()
    {
        Start(_exec);
        Probe.Listen();
        Health.Fail("not yet");
        Crash(4);

        Assert.Contains(
            "exit code 4 before /usr/bin/probe ended with exit code 0 (last: not yet)", ExpectMsg<StartFailed>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exec_check_under_way_ends_when_the_child_is_stopped()
    {
        Start(_exec);
        Tell(new StopChild("web"));
        AdvanceSeconds(1);

        Assert.Equal((1, 0), (Health.Made, Health.Pending));
    }

    [Fact]
    public void A_worker_is_ready_once_it_is_spawned_and_listens_nowhere()
    {
        Launcher.Holds = true;
        Start(_worker);
        ExpectNoMsg(TimeSpan.Zero);
        Launcher.Release();

        Assert.Equal(ChildEndpoint.None, ExpectMsg<StartSucceeded>().Endpoint);
        Assert.False(Probe.IsAsked);
        Assert.Equal((ChildEndpoint.None, "works"), (Snapshot.Endpoint, Snapshot.Cause));
    }

    [Fact]
    public void A_worker_gets_no_port()
    {
        Start(_worker);

        Assert.Empty(Ports.Out);
        Assert.DoesNotContain("PORT", Process.Spec.Env.Keys);
    }

    [Fact]
    public void A_worker_that_has_to_say_READY_listens_nowhere_all_the_same()
    {
        Start(_worker with { Readiness = ReadinessCheck.Notify, Endpoint = EndpointKind.None });
        Assert.False(Probe.IsAsked);
        ExpectNoMsg(TimeSpan.Zero);
        Notify.Send(new() { Ready = true });

        Assert.Equal(ChildEndpoint.None, ExpectMsg<StartSucceeded>().Endpoint);
    }

    [Fact]
    public void A_child_with_a_port_that_need_not_be_waited_for_is_ready_once_it_is_spawned()
    {
        Start(_worker with { Endpoint = EndpointKind.Tcp });

        Assert.Equal(7000, ExpectMsg<StartSucceeded>().Port);
        Assert.Equal("7000", Process.Spec.Env["PORT"]);
    }

    [Fact]
    public void A_worker_that_crashes_is_restarted()
    {
        Start(_worker);
        ExpectMsg<StartSucceeded>();
        Crash();

        Assert.Equal((ChildState.Started, 2), (State, Snapshot.Run));
    }

    [Fact]
    public void A_child_that_is_handed_its_socket_is_ready_when_it_accepts()
    {
        Start(_inherit);
        Assert.True(Probe.LastAskedAccepting);
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        Assert.Equal(7000, ExpectMsg<StartSucceeded>().Port);
        Assert.NotNull(Process.Spec.ListenSocket);
    }

    [Fact]
    public void A_child_that_is_handed_its_socket_and_does_not_accept_is_told_so()
    {
        Start(_inherit);
        AdvanceSeconds(5);

        Assert.Contains("before it accepted connections on descriptor 3;", ExpectMsg<StartFailed>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_its_socket_handed_over_a_child_is_asked_for_its_path_at_once()
    {
        Start(_inherit with { Readiness = ReadinessCheck.Http("/health") });
        Assert.False(Probe.IsAsked);
        Health.Pass();

        Assert.Equal(7000, ExpectMsg<StartSucceeded>().Port);
    }

    [Fact]
    public void With_its_socket_handed_over_a_child_need_only_say_that_it_is_ready()
    {
        Start(_inherit with { Readiness = ReadinessCheck.Notify });
        Assert.False(Probe.IsAsked);
        Notify.Send(new() { Ready = true });

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void An_answer_that_comes_when_the_start_has_failed_changes_nothing()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        Start(_exec);
        Probe.Listen();
        Health.Fail();
        AdvanceSeconds(5);
        AdvanceSeconds(1);
        Process.Exit(ExitStatus.Signalled("SIGKILL"));

        Assert.Equal(StartFailureReason.TimedOut, ExpectMsg<StartFailed>().Reason);
        Assert.Equal((ChildState.Stopped, 0), (State, Health.Pending));
    }
}
