using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class StoppedTests : ChildTestBase
{
    [Fact]
    public void Start_answers_the_leased_port_once_the_child_listens()
    {
        Start();
        ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(ChildState.Starting, State);

        Probe.Listen();
        StartSucceeded started = ExpectMsg<StartSucceeded>();

        Assert.Equal(7000, started.Port);
        Assert.Equal(1, started.Run);
        Assert.Equal(Process.Identity.Pid, started.Pid);
        Assert.Equal(["watch", "lease", "spawn", "ready"], started.Journey.Select(step => step.Step));
    }

    [Fact]
    public void The_child_gets_its_port_in_PORT_and_in_its_arguments()
    {
        Start(Spec with { Env = new Dictionary<string, string> { ["URL"] = "http://{name}:{port}", ["HOME"] = "/else" } });

        Assert.Equal(["--port", "7000"], Process.Spec.Args);
        Assert.Equal("7000", Process.Spec.Env["PORT"]);
        Assert.Equal("http://web:7000", Process.Spec.Env["URL"]);
        Assert.Equal("/else", Process.Spec.Env["HOME"]);
        Assert.Equal("/bin", Process.Spec.Env["PATH"]);
        Assert.Equal(Process.Spec.Marker, Process.Spec.Env["SPINNER_RUN"]);
    }

    [Fact]
    public void The_address_that_children_listen_on_is_in_HOST_unless_the_child_has_its_own()
    {
        Services.Options.BindAddress = "10.0.0.5";

        Start(Spec);
        Assert.Equal("10.0.0.5", Process.Spec.Env["HOST"]);
        Process.Exit(ExitStatus.Exited(1));
        Start(Spec with { Env = new Dictionary<string, string> { ["HOST"] = "127.0.0.2" } });

        Assert.Equal("127.0.0.2", Process.Spec.Env["HOST"]);
    }

    [Fact]
    public void A_replaced_environment_holds_only_what_the_spec_and_spinner_put_there()
    {
        Start(Spec with { ReplaceEnv = true, Env = new Dictionary<string, string> { ["A"] = "1" } });

        Assert.Equal(["A", "PORT", "SPINNER_RUN"], Process.Spec.Env.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stop_says_already_stopped()
    {
        Tell(new StopChild("web"));

        Assert.Equal(StopOutcome.AlreadyStopped, ExpectMsg<StopResult>().Outcome);
    }

    [Fact]
    public void Restart_starts()
    {
        Tell(new RestartChild("web", Spec));
        Probe.Listen();

        Assert.Equal(1, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_bare_name_starts_the_child_as_it_was_last_specified()
    {
        StartAndListen();
        Tell(new StopChild("web"));
        ExpectMsg<StopResult>();

        Tell(StartChild.Known("web"));
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal(2, Launcher.Processes.Count);
    }

    [Fact]
    public void A_bare_name_that_was_never_specified_is_an_error()
    {
        Tell(StartChild.Known("web"));

        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void A_spec_with_errors_lists_them_all_and_costs_neither_process_nor_port()
    {
        Start(Spec with { StartTimeout = TimeSpan.FromSeconds(-1), Attempts = 0, PortRange = new PortRange(0, 70000) });

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.InvalidSpec, failed.Reason);
        Assert.True(failed.Errors.Count >= 3, string.Join('\n', failed.Errors));
        Assert.Empty(Launcher.Processes);
        Assert.Empty(Ports.Out);
        Assert.Equal(ChildState.Stopped, State);
    }

    [Fact]
    public void An_argument_that_is_null_is_an_error_of_the_spec()
    {
        Start(Spec with { Args = ["--port", null!] });

        Assert.Contains("args[1]", Assert.Single(ExpectMsg<StartFailed>().Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_after_a_failed_start_starts_the_child_again()
    {
        FailToStart();

        Watcher.Change();

        Assert.Equal(ChildState.Starting, State);
        Assert.Equal(0, Snapshot.FailedStarts);
    }

    [Fact]
    public void A_stop_after_a_failed_start_forgets_it_and_releases_the_watch()
    {
        FailToStart();
        Tell(new StopChild("web"));
        ExpectMsg<StopResult>();

        Assert.Equal(0, Snapshot.FailedStarts);
        Assert.Null(Snapshot.LastError);
        Assert.Empty(Watcher.Paths);
    }

    [Fact]
    public void After_three_failed_starts_the_next_one_faults_without_a_spawn()
    {
        FailToStart();
        FailToStart();
        FailToStart();
        Assert.Equal(ChildState.Stopped, State);

        Start();

        StartFailed refused = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.Faulted, refused.Reason);
        Assert.Equal(TimeSpan.FromSeconds(60), refused.RetryAfter);
        Assert.Equal(3, Launcher.Processes.Count);
        Assert.Equal(ChildState.Faulted, State);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_success_in_between_zeroes_the_count_of_failed_starts()
    {
        FailToStart();
        FailToStart();
        StartAndListen();

        Assert.Equal(0, Snapshot.FailedStarts);
    }

    [Fact]
    public void Another_spec_gets_attempts_of_its_own()
    {
        FailToStart();
        FailToStart();
        FailToStart();

        Start(Spec with { Args = ["--fixed"] });

        Assert.Equal(ChildState.Starting, State);
    }
}
