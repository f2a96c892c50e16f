using Akka.TestKit;
using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Watching;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>When the source is watched, and what a change leads to.</summary>
public sealed class WatchTests : ChildTestBase
{
    private static readonly ChildSpec _elsewhere = Spec with { Monitor = ["/src/else"], MonitorExclude = ["*.tmp"] };

    private static readonly ChildSpec _script = new() { Name = "web", Script = "/src/app.cs", Monitor = ["/src"] };

    private Step? StartStep => ((TestActorRef<ChildActor>)Child).UnderlyingActor.StartStep;

    private string[] Causes => [.. Snapshot.Transitions.Select(transition => transition.Cause)];

    private void Stop()
    {
        Tell(new StopChild("web"));
        ExpectMsg<StopResult>();
    }

    private void ChangeAndListen(int times = 1)
    {
        for (int change = 0; change < times; change++)
        {
            Watcher.Change();
            Probe.Listen();
        }
    }

    [Fact]
    public void The_spawn_waits_until_the_watch_is_armed()
    {
        Watcher.Holds = true;
        Start();
        Assert.Equal((ChildState.Starting, 1), (State, Watcher.Pending));
        Assert.Empty(Launcher.Processes);

        Watcher.Arm();

        Assert.Single(Launcher.Processes);
    }

    [Fact]
    public void The_time_that_arming_takes_is_not_the_childs()
    {
        Watcher.Holds = true;
        Start();
        AdvanceSeconds(60);
        Watcher.Arm();
        AdvanceSeconds(4.9);
        Probe.Listen();

        Assert.Equal(new JourneyStep("watch", TimeSpan.FromSeconds(60)), ExpectMsg<StartSucceeded>().Journey[0]);
    }

    [Fact]
    public void The_watch_is_asked_for_what_the_spec_says()
    {
        Start(_elsewhere with { BaseDirectory = "/base" });

        WatchRequest asked = Assert.Single(Watcher.Requests);
        Assert.Equal(("/base", "/src/else", "*.tmp"), (asked.BaseFolder, Assert.Single(asked.Include), Assert.Single(asked.Exclude)));
    }

    [Fact]
    public void A_child_without_a_monitor_has_no_watch_and_does_not_wait_for_one()
    {
        Watcher.Holds = true;
        StartAndListen(Spec with { Monitor = [] });

        Assert.Equal(0, Watcher.Asked);
    }

    [Fact]
    public void One_watch_is_kept_through_restarts_failures_and_faults()
    {
        StartAndListen();
        Tell(new RestartChild("web"));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        ChangeAndListen();
        Crash();
        Probe.Listen();
        Crash();
        Assert.Equal(ChildState.Faulted, State);
        AdvanceSeconds(60);
        FailToStart();
        Tell(new RestartChild("web"));
        Crash();
        ExpectMsg<StartFailed>();
        Assert.Equal(ChildState.Stopped, State);
        StartAndListen();

        Assert.Equal(1, Watcher.Asked);
        Assert.Equal(["/src/app"], Watcher.Paths);
    }

    [Fact]
    public void A_stop_releases_the_watch_and_the_next_start_arms_another()
    {
        StartAndListen();
        Stop();
        Assert.Empty(Watcher.Paths);

        StartAndListen();

        Assert.Equal(2, Watcher.Asked);
    }

    [Fact]
    public void An_idle_stop_releases_the_watch()
    {
        StartAndListen();
        AdvanceSeconds(31 * 60);

        Assert.Equal(("idle", 0), (Snapshot.Cause, Watcher.Paths.Count));
    }

    [Fact]
    public void A_stop_while_the_watch_is_being_armed_releases_it()
    {
        Watcher.Holds = true;
        Start();
        Tell(new StopChild("web"));

        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
        ExpectMsg<StopResult>();
        Assert.Empty(Watcher.Paths);
    }

    [Fact]
    public void A_stop_of_a_faulted_child_releases_the_watch()
    {
        CrashIntoFault();
        ExpectNoMsg(TimeSpan.Zero);
        Stop();

        Assert.Empty(Watcher.Paths);
    }

    [Fact]
    public void Another_monitor_takes_the_place_of_the_watch_and_is_waited_for()
    {
        StartAndListen();
        Watcher.Holds = true;
        Tell(new RestartChild("web", _elsewhere));
        Assert.Equal(["/src/else"], Watcher.Paths);
        Assert.Single(Launcher.Processes);
        Watcher.Arm();
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        ChangeAndListen();
        Assert.Equal(3, Snapshot.Run);
    }

    [Fact]
    public void A_restart_without_a_monitor_releases_the_watch()
    {
        StartAndListen();
        Tell(new RestartChild("web", Spec with { Monitor = [] }));
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Empty(Watcher.Paths);
    }

    [Fact]
    public void A_watch_that_cannot_be_armed_fails_the_start_with_its_sentence()
    {
        Watcher.Refuses = "The folder /src may not be read.";
        Start();

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.SpawnFailed, failed.Reason);
        Assert.Contains("The folder /src may not be read.", failed.Message, StringComparison.Ordinal);
        Assert.Equal((ChildState.Stopped, 1, 0), (State, Snapshot.FailedStarts, Watcher.Paths.Count));
        Assert.Empty(Launcher.Processes);
        AssertNothingIsLeft();
    }

    [Fact]
    public void After_a_watch_that_could_not_be_armed_the_next_start_arms_one_anew()
    {
        Watcher.Refuses = "no";
        Start();
        ExpectMsg<StartFailed>();
        Watcher.Refuses = null;
        StartAndListen();
        ChangeAndListen();

        Assert.Equal((ChildState.Started, 3), (State, Snapshot.Run));
    }

    [Fact]
    public void A_tandem_update_whose_watch_cannot_be_armed_fails_and_what_serves_is_watched_again()
    {
        StartAndListen(Spec with { Tandem = true });
        (Watcher.Holds, Watcher.Refuses) = (true, "no");
        Tell(new RestartChild("web", _elsewhere with { Tandem = true }));
        Watcher.Arm();
        Assert.Equal(StartFailureReason.SpawnFailed, ExpectMsg<StartFailed>().Reason);
        Watcher.Refuses = null;
        Watcher.Arm();
        ChangeAndListen();

        Assert.Equal((ChildState.Started, 3), (State, Snapshot.Run));
        Assert.Equal(["/src/app"], Watcher.Paths);
    }

    [Fact]
    public void A_failed_tandem_update_to_another_monitor_gives_back_the_watch_of_what_serves()
    {
        StartAndListen(Spec with { Tandem = true });
        Tell(new RestartChild("web", _elsewhere with { Tandem = true }));
        Assert.Equal(["/src/else"], Watcher.Paths);
        Crash();
        ExpectMsg<StartFailed>();

        Assert.Equal(["/src/app"], Watcher.Paths);
    }

    [Theory]
    [InlineData(nameof(Step.Watch))]
    [InlineData(nameof(Step.Build))]
    [InlineData(nameof(Step.Lease))]
    [InlineData(nameof(Step.Spawn))]
    [InlineData(nameof(Step.Ready))]
    [InlineData(nameof(Step.Clear))]
    public void A_change_at_any_step_of_a_start_replaces_the_run_and_who_waits_is_answered_by_the_next(string at)
    {
        Step step = Enum.Parse<Step>(at);
        (Ports.Holds, Launcher.Holds) = (step == Step.Lease, step == Step.Spawn);
        Watcher.Holds = step == Step.Watch;
        Launcher.Prepare = process => process.IsMortal = step != Step.Clear;
        Start(_script);
        if (step is not (Step.Build or Step.Watch)) Builder.Finish();
        if (step == Step.Clear) AdvanceSeconds(5);
        Assert.Equal(step, StartStep);

        if (step == Step.Watch) Tell(new SourceChanged(1, "/src/app.cs"));
        else Watcher.Change();
        (Ports.Holds, Launcher.Holds, Watcher.Holds) = (false, false, false);
        Watcher.Arm();
        Ports.Release();
        Launcher.Release();
        if (step == Step.Clear) Process.Exit(ExitStatus.Signalled("SIGKILL"));
        Builder.Finish();
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal((ChildState.Started, 0), (State, Builder.Pending));
        Stop();
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_change_while_restarting_leads_to_one_more_run()
    {
        StartAndListen();
        Crash();
        Watcher.Change();
        Probe.Listen();

        Assert.Equal((ChildState.Started, 3), (State, Snapshot.Run));
    }

    [Fact]
    public void A_change_after_failed_starts_starts_and_begins_to_count_anew()
    {
        FailToStart();
        FailToStart();
        FailToStart();
        Watcher.Change("/src/app/fixed");
        Assert.Equal((ChildState.Starting, 0, "changed: /src/app/fixed"), (State, Snapshot.FailedStarts, Snapshot.Cause));
        Crash();
        FailToStart();
        FailToStart();

        Assert.Equal((ChildState.Stopped, 3), (State, Snapshot.FailedStarts));
    }

    [Fact]
    public void A_change_of_a_faulted_child_starts_it_with_everything_forgiven()
    {
        CrashIntoFault();
        Watcher.Change("/src/app/fixed");
        Assert.Equal("changed: /src/app/fixed", Snapshot.Cause);
        Probe.Listen();
        Crash();

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_change_cuts_a_backoff_short_and_what_it_waited_for_does_not_come_on_top()
    {
        StartAndListen(Spec with { Restart = RestartMode.Always });
        Crash();
        Probe.Listen();
        Crash();
        Assert.NotNull(Snapshot.NextAttempt);
        int before = Launcher.Processes.Count;

        ChangeAndListen();
        AdvanceSeconds(120);

        Assert.Equal((ChildState.Started, before + 1), (State, Launcher.Processes.Count));
        Assert.Null(Snapshot.NextAttempt);
    }

    [Fact]
    public void A_change_while_stopping_starts_nothing_also_when_it_is_told_late()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        Tell(new StopChild("web"));
        Watcher.Change();
        Tell(new SourceChanged(1, "/src/app"));
        Process.Exit(ExitStatus.Exited(0));
        ExpectMsg<StopResult>();
        Tell(new SourceChanged(1, "/src/app"));

        Assert.Equal((ChildState.Stopped, 1), (State, Snapshot.Run));
    }

    [Fact]
    public void A_change_of_a_child_in_tandem_starts_the_next_run_beside_it()
    {
        StartAndListen(Spec with { Tandem = true });
        Watcher.Change("/src/app/b");

        Assert.Equal((ChildState.Started, UpdatePhase.Starting, 2), (State, Snapshot.Update, Launcher.Processes.Count));
        Assert.Empty(Launcher.Processes[0].Signals);
    }

    [Fact]
    public void The_reason_of_a_restart_names_the_file()
    {
        StartAndListen();
        Sys.EventStream.Subscribe(TestActor, typeof(ChildRestarted));
        Watcher.Change("/src/app/b.js");
        Probe.Listen();

        Assert.Equal("changed: /src/app/b.js", ExpectMsg<ChildRestarted>().Cause);
        Assert.Contains("changed: /src/app/b.js", Causes);
    }

    [Fact]
    public void Ten_restarts_by_change_within_a_minute_are_fine()
    {
        StartAndListen();
        ChangeAndListen(ChangeLimit.MaxRestarts);

        Assert.Equal((11, false), (Snapshot.Run, Snapshot.IsWatchSuspended));
        Assert.Equal(["/src/app"], Watcher.Paths);
    }

    [Fact]
    public void The_eleventh_suspends_the_watch_with_an_event_and_disturbs_nothing()
    {
        StartAndListen();
        ChangeAndListen(ChangeLimit.MaxRestarts);
        long version = Snapshot.Version;
        Sys.EventStream.Subscribe(TestActor, typeof(ChildWatchSuspended));
        Watcher.Change("/src/app/loop");

        ChildWatchSuspended told = ExpectMsg<ChildWatchSuspended>();
        Assert.Equal(("/src/app/loop", version + 1), (told.Path, told.Version));
        Assert.Equal((ChildState.Started, 11, true, version + 1), (State, Snapshot.Run, Snapshot.IsWatchSuspended, Snapshot.Version));
        Assert.Empty(Watcher.Paths);
    }

    [Fact]
    public void Eleven_restarts_by_change_over_more_than_a_minute_are_fine()
    {
        StartAndListen();
        for (int change = 0; change < 30; change++)
        {
            ChangeAndListen();
            AdvanceSeconds(6);
        }

        Assert.Equal((31, false), (Snapshot.Run, Snapshot.IsWatchSuspended));
    }

    [Fact]
    public void A_source_that_never_rests_does_not_restart_a_failing_child_for_ever()
    {
        FailToStart();
        for (int change = 0; change < 30; change++)
        {
            Watcher.Change();
            Crash();
        }

        Assert.Equal((11, true), (Snapshot.Run, Snapshot.IsWatchSuspended));
    }

    [Fact]
    public void Changes_while_a_run_drains_cost_one_restart_and_count_as_one()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        for (int change = 0; change < 30; change++)
        {
            Watcher.Change();
        }

        Process.Exit(ExitStatus.Exited(0));
        Probe.Listen();

        Assert.Equal((ChildState.Started, 2, false), (State, Snapshot.Run, Snapshot.IsWatchSuspended));
    }

    [Fact]
    public void Changes_while_the_old_run_of_an_update_drains_count_as_one()
    {
        StartAndListen(Spec with { Tandem = true });
        ChangeAndListen();
        for (int change = 0; change < 30; change++)
        {
            Watcher.Change();
        }

        AdvanceSeconds(10);
        Probe.Listen();

        Assert.Equal((ChildState.Started, 3, false), (State, Snapshot.Run, Snapshot.IsWatchSuspended));
    }

    [Fact]
    public void While_the_watch_is_suspended_a_crash_restarts_without_it()
    {
        Suspend();
        Crash();
        Probe.Listen();

        Assert.Equal((ChildState.Started, 12, true, 0), (State, Snapshot.Run, Snapshot.IsWatchSuspended, Watcher.Paths.Count));
    }

    [Fact]
    public void A_restart_by_request_watches_again()
    {
        Suspend();
        Tell(new RestartChild("web"));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();

        AssertIsWatchedForTenMore();
    }

    [Fact]
    public void A_stop_and_a_start_watch_again()
    {
        Suspend();
        Stop();
        Assert.False(Snapshot.IsWatchSuspended);
        StartAndListen();

        AssertIsWatchedForTenMore();
    }

    [Fact]
    public void What_is_told_of_an_old_watch_is_dropped()
    {
        StartAndListen();
        Tell(new RestartChild("web", _elsewhere));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();

        Tell(new SourceChanged(1, "/src/app"));
        Tell(new WatchArmed(1, "gone"));

        Assert.Equal((ChildState.Started, 2), (State, Snapshot.Run));
        Assert.Equal(["/src/else"], Watcher.Paths);
    }

    private void Suspend()
    {
        StartAndListen();
        ChangeAndListen(ChangeLimit.MaxRestarts + 1);
        Assert.True(Snapshot.IsWatchSuspended);
    }

    private void AssertIsWatchedForTenMore()
    {
        int run = Snapshot.Run;
        ChangeAndListen(ChangeLimit.MaxRestarts);

        Assert.Equal((run + ChangeLimit.MaxRestarts, false), (Snapshot.Run, Snapshot.IsWatchSuspended));
    }
}
