using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class StartingTests : ChildTestBase
{
    [Fact]
    public void Everybody_who_asks_meanwhile_gets_the_same_endpoint_from_one_process()
    {
        for (int i = 0; i < 100; i++)
        {
            Start();
        }

        Probe.Listen();

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(7000, ExpectMsg<StartSucceeded>().Port);
        }

        Assert.Single(Launcher.Processes);
    }

    [Fact]
    public void Only_so_many_callers_wait()
    {
        Options.MaxWaiters = 2;
        Start();
        Start();
        Start();

        Assert.Equal(StartFailureReason.Busy, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void A_caller_with_another_spec_is_told_that_it_differs()
    {
        Start();
        Start(Spec with { Args = ["--else"] });
        Probe.Listen();

        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
        Assert.True(ExpectMsg<StartSucceeded>().SpecDiffers);
    }

    [Fact]
    public void An_exit_before_listening_is_a_failed_start_with_the_last_words_of_the_process()
    {
        Start();
        Process.Observer.Output(StreamKind.Stderr, "no such table"u8);
        Crash(3);

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.Exited, failed.Reason);
        Assert.Equal(ExitStatus.Exited(3), failed.Exit);
        Assert.Equal(["no such table"], failed.StderrTail);
        Assert.Equal([RunScope.Run], Process.Kills);
        Assert.Equal(ChildState.Stopped, State);
        Assert.Equal(1, Snapshot.FailedStarts);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_child_that_does_not_listen_in_time_is_killed()
    {
        Start();
        AdvanceSeconds(4.9);
        Assert.Empty(Process.Kills);
        AdvanceSeconds(0.2);

        Assert.Equal(StartFailureReason.TimedOut, ExpectMsg<StartFailed>().Reason);
        Assert.Equal([RunScope.Run], Process.Kills);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Nobody_is_told_of_a_failure_before_the_remains_are_gone()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        Start();
        AdvanceSeconds(5);
        ExpectNoMsg(TimeSpan.Zero);

        Process.Exit(ExitStatus.Signalled("SIGKILL"));

        ExpectMsg<StartFailed>();
    }

    [Fact]
    public void A_process_that_outlives_SIGKILL_faults_the_child_and_its_port_is_withheld()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        Start();
        AdvanceSeconds(5);
        AdvanceSeconds(10);

        Assert.Equal(StartFailureReason.Faulted, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(ChildState.Faulted, State);
        Assert.True(Assert.Single(Ports.Returned).Quarantine);
    }

    [Fact]
    public void A_refused_spawn_is_a_failed_start()
    {
        Launcher.Refuses = Refusal;
        Start();

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.SpawnFailed, failed.Reason);
        Assert.Contains("exec format error", failed.Message, StringComparison.Ordinal);
        Assert.Equal(1, Snapshot.FailedStarts);
        AssertNothingIsLeft();
    }

    [Fact]
    public void No_free_port_is_told_and_not_counted_against_the_child()
    {
        Ports.Refuses = "no port of 7000-7000 is free.";
        Start();

        Assert.Equal(StartFailureReason.NoPort, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(0, Snapshot.FailedStarts);
        Assert.Empty(Launcher.Processes);
    }

    [Fact]
    public void An_allocator_that_does_not_answer_is_not_waited_for_for_ever()
    {
        Ports.Holds = true;
        Start();
        AdvanceSeconds(5);

        Assert.Equal(StartFailureReason.Internal, ExpectMsg<StartFailed>().Reason);
        Ports.Release();
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stop_while_a_failed_start_is_cleared_away_says_that_it_was_killed()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        Start();
        AdvanceSeconds(5);
        Tell(new StopChild("web"));
        ExpectMsg<StartFailed>();
        Process.Exit(ExitStatus.Signalled("SIGKILL"));

        Assert.Equal(StopOutcome.Killed, ExpectMsg<StopResult>().Outcome);
    }

    [Fact]
    public void A_port_taken_by_a_stranger_is_replaced_and_not_counted()
    {
        Start();
        ListenAs(ListenerOwner.Stranger);
        Probe.Listen();

        Assert.Equal(7001, ExpectMsg<StartSucceeded>().Port);
        Assert.Equal(2, Launcher.Processes.Count);
        Assert.True(Assert.Single(Ports.Returned).Quarantine);
    }

    [Fact]
    public void A_child_that_exits_because_its_port_was_stolen_gets_another_one()
    {
        Start();
        Probe.SomebodyListens = true;
        Crash();
        Probe.SomebodyListens = false;
        Probe.Listen();

        Assert.Equal(7001, ExpectMsg<StartSucceeded>().Port);
    }

    [Fact]
    public void A_port_stolen_time_after_time_fails_the_start()
    {
        Start();
        for (int i = 0; i < 4; i++)
        {
            ListenAs(ListenerOwner.Stranger);
        }

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.PortTaken, failed.Reason);
        Assert.Contains("squatter", failed.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_listener_nobody_may_look_at_is_accepted()
    {
        Start();
        ListenAs(ListenerOwner.Unknown);

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void A_stop_ends_the_run_and_tells_those_who_waited()
    {
        Start();
        Tell(new StopChild("web"));

        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stop_before_the_lease_has_come_returns_the_lease_when_it_comes()
    {
        Ports.Holds = true;
        Start();
        Tell(new StopChild("web"));
        ExpectMsg<StartFailed>();
        ExpectMsg<StopResult>();

        Ports.Release();

        Assert.Empty(Launcher.Processes);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stop_during_the_spawn_waits_for_the_process_and_ends_it()
    {
        Launcher.Holds = true;
        Start();
        Tell(new StopChild("web"));
        ExpectMsg<StartFailed>();
        ExpectNoMsg(TimeSpan.Zero);

        Launcher.Release();

        ExpectMsg<StopResult>();
        Assert.Equal([StopSignal.Terminate], Process.Signals);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stop_during_a_spawn_that_is_refused_is_answered()
    {
        Launcher.Holds = true;
        Start();
        Tell(new StopChild("web"));
        ExpectMsg<StartFailed>();

        Launcher.RefuseHeld(Refusal);

        ExpectMsg<StopResult>();
    }

    [Fact]
    public void A_change_replaces_the_run_and_keeps_the_waiters_and_the_port()
    {
        Start();
        Watcher.Change();
        Probe.Listen();

        StartSucceeded started = ExpectMsg<StartSucceeded>();
        Assert.Equal(2, started.Run);
        Assert.Equal(7000, started.Port);
        Assert.Equal(2, Launcher.Processes.Count);
    }

    [Fact]
    public void A_restart_replaces_the_run_and_joins()
    {
        Start();
        Tell(new RestartChild("web"));
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_change_during_the_spawn_ends_that_process_first()
    {
        Launcher.Holds = true;
        Start();
        Watcher.Change();
        Launcher.Holds = false;
        Launcher.Release();
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.True(Launcher.Processes[0].IsGone);
    }

    [Fact]
    public void A_script_is_built_before_the_start_clock_runs()
    {
        Start(new ChildSpec { Name = "web", Script = "/src/app.cs" });
        AdvanceSeconds(60);
        Assert.Equal(1, Builder.Pending);

        Builder.Finish();
        Probe.Listen();

        Assert.Equal("build", ExpectMsg<StartSucceeded>().Journey[0].Step);
        Assert.Equal("/built/app.dll", Process.Spec.Args[0]);
    }

    [Fact]
    public void A_build_that_fails_is_told_with_what_the_compiler_said()
    {
        Start(new ChildSpec { Name = "web", Script = "/src/app.cs" });
        Builder.Finish(new ScriptBuild(null, "the compiler found errors.", ["CS1002: ; expected"]));

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.BuildFailed, failed.Reason);
        Assert.Equal(["CS1002: ; expected"], failed.StderrTail);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stop_during_a_build_cancels_it()
    {
        Start(new ChildSpec { Name = "web", Script = "/src/app.cs" });
        Tell(new StopChild("web"));

        Assert.Equal(0, Builder.Pending);
        ExpectMsg<StartFailed>();
        ExpectMsg<StopResult>();
    }

    [Fact]
    public void An_output_file_that_cannot_be_opened_fails_the_start()
    {
        RunOutput.Refuses = new IOException("/logs/web.log: no permission.");
        Start();

        Assert.Equal(StartFailureReason.SpawnFailed, ExpectMsg<StartFailed>().Reason);
        Assert.Empty(Launcher.Processes);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_socket_endpoint_is_leased_fresh_for_each_run()
    {
        ChildSpec spec = Spec with { Endpoint = EndpointKind.Unix };
        StartSucceeded first = StartAndListen(spec);
        Crash();
        Probe.Listen();
        Start(spec);
        StartSucceeded second = ExpectMsg<StartSucceeded>();

        Assert.Equal(EndpointKind.Unix, first.Endpoint.Kind);
        Assert.NotEqual(first.Endpoint.Path, second.Endpoint.Path);
        Assert.Equal(second.Endpoint.Path, Process.Spec.Env["PORT"]);
        Assert.Single(Ports.Out);
    }

    [Fact]
    public void Who_waits_is_told_when_a_restart_brought_another_spec()
    {
        Start();
        Tell(StartChild.Known("web"));
        Tell(new RestartChild("web", Spec with { Args = ["--else"] }));
        Probe.Listen();

        Assert.True(ExpectMsg<StartSucceeded>().SpecDiffers);
        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
    }

    [Fact]
    public void A_caller_there_is_no_room_for_starts_nothing()
    {
        Options.MaxWaiters = 0;
        Start();
        Tell(new RestartChild("web", Spec));

        Assert.Equal(StartFailureReason.Busy, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(StartFailureReason.Busy, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(ChildState.Stopped, State);
        Assert.Empty(Launcher.Processes);
    }

    [Fact]
    public void A_change_while_the_loser_of_a_port_is_cleared_away_does_not_try_that_port_again()
    {
        Launcher.Prepare = process => process.IsMortal = false;
        Start();
        ListenAs(ListenerOwner.Stranger);
        Watcher.Change();
        Process.Exit(ExitStatus.Signalled("SIGKILL"));

        Assert.Equal("7001", Process.Spec.Env["PORT"]);
        Assert.True(Assert.Single(Ports.Returned).Quarantine);
    }

    [Fact]
    public void The_last_failure_is_shown_until_a_start_has_succeeded()
    {
        FailToStart();
        Start();
        Assert.Equal(StartFailureReason.Exited, Snapshot.LastError!.Reason);
        Probe.Listen();

        Assert.Null(Snapshot.LastError);
    }

    [Fact]
    public void A_refusal_of_a_spawn_that_was_replaced_fails_nothing()
    {
        Launcher.Holds = true;
        Start();
        Watcher.Change();
        Launcher.RefuseHeld(Refusal);
        Launcher.Release();
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }
}
