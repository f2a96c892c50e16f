using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>What a child is defined as is what its next start is.</summary>
public sealed class DefineTests : ChildTestBase
{
    private static readonly ChildSpec _new = Spec with { Args = ["--new"] };

    private void Define(ChildSpec? spec = null)
    {
        Tell(new DefineChild(spec ?? _new));
        ExpectMsg<ChildDefined>();
    }

    private void Stop()
    {
        Tell(new StopChild("web"));
        ExpectMsg<StopResult>();
    }

    private void AssertStartsAs(string arg)
    {
        Tell(StartChild.Known("web"));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Assert.Equal([arg], Process.Spec.Args);
    }

    [Fact]
    public void A_child_that_is_only_defined_can_be_started_by_its_name()
    {
        Define();
        Assert.Equal((ChildState.Stopped, 0), (State, Launcher.Processes.Count));

        AssertStartsAs("--new");
    }

    [Fact]
    public void A_definition_with_errors_is_refused_and_changes_nothing()
    {
        Define();
        Tell(new DefineChild(Spec with { Attempts = 0 }));

        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
        AssertStartsAs("--new");
    }

    [Fact]
    public void A_running_child_is_not_disturbed_and_its_next_start_is_as_defined()
    {
        StartAndListen();
        Define();
        Assert.Single(Launcher.Processes);
        Stop();

        AssertStartsAs("--new");
    }

    [Fact]
    public void A_restart_after_a_crash_is_no_start()
    {
        StartAndListen();
        Define();
        Crash();

        Assert.Equal(["--port", "7000"], Process.Spec.Args);
    }

    [Fact]
    public void A_restart_on_request_is_as_defined()
    {
        StartAndListen();
        Define();
        Tell(new RestartChild("web"));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();

        Assert.Equal(["--new"], Process.Spec.Args);
    }

    [Fact]
    public void What_is_asked_for_later_counts_more_than_what_was_defined()
    {
        StartAndListen();
        Define();
        Tell(new RestartChild("web", Spec with { Args = ["--newer"] }));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Stop();

        AssertStartsAs("--newer");
    }

    [Fact]
    public void What_is_defined_while_a_start_is_under_way_counts_when_that_has_failed()
    {
        Start();
        Define();
        Crash();
        ExpectMsg<StartFailed>();

        AssertStartsAs("--new");
    }

    [Fact]
    public void A_start_by_a_change_is_as_defined()
    {
        Start();
        Define();
        Crash();
        ExpectMsg<StartFailed>();

        Watcher.Change();

        Assert.Equal(["--new"], Process.Spec.Args);
    }

    [Fact]
    public void What_is_defined_last_counts()
    {
        Start();
        Define();
        Crash();
        ExpectMsg<StartFailed>();
        Define(Spec with { Args = ["--last"] });

        AssertStartsAs("--last");
    }

    [Fact]
    public void What_is_defined_while_stopping_counts_afterwards()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        Tell(new StopChild("web"));
        Define();
        Crash();
        ExpectMsg<StopResult>();
        Assert.Equal(ChildState.Stopped, State);

        AssertStartsAs("--new");
    }

    [Fact]
    public void What_is_defined_while_a_start_is_queued_is_what_starts()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        Tell(new StopChild("web"));
        Start();
        Define();
        Crash();
        ExpectMsg<StopResult>();

        Assert.Equal(["--new"], Process.Spec.Args);
    }

    [Fact]
    public void Another_definition_of_a_faulted_child_is_tried_at_once()
    {
        CrashIntoFault();
        Define();

        AssertStartsAs("--new");
    }

    [Fact]
    public void Another_definition_gets_attempts_of_its_own()
    {
        for (int i = 0; i < 3; i++) FailToStart();
        Define();

        AssertStartsAs("--new");
    }

    [Fact]
    public void Another_idle_time_alone_is_that_of_the_present_run()
    {
        StartAndListen();
        Define(Spec with { IdleTime = TimeSpan.FromSeconds(100) });
        AdvanceSeconds(99);
        Assert.Equal((ChildState.Started, 1), (State, Snapshot.Run));

        AdvanceSeconds(1);

        Assert.Equal((ChildState.Stopped, "idle"), (State, Snapshot.Cause));
    }

    [Fact]
    public void A_run_that_is_no_longer_to_be_idle_goes_on()
    {
        ChildSpec idle = Spec with { IdleTime = TimeSpan.FromSeconds(100) };
        StartAndListen(idle);
        Define(idle with { IdleTime = Timeout.InfiniteTimeSpan });

        AdvanceSeconds(1000);

        Assert.Equal((ChildState.Started, 1), (State, Snapshot.Run));
        Tell(new StartChild(idle with { IdleTime = Timeout.InfiniteTimeSpan }));
        Assert.False(ExpectMsg<StartSucceeded>().SpecDiffers);
    }

    [Fact]
    public void Another_idle_time_among_other_things_waits_for_the_next_start()
    {
        StartAndListen();
        Define(_new with { IdleTime = TimeSpan.FromSeconds(100) });

        AdvanceSeconds(200);

        Assert.Equal(ChildState.Started, State);
    }
}
