using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class FaultedTests : ChildTestBase
{
    [Fact]
    public void A_start_is_refused_and_told_when_to_come_back()
    {
        CrashIntoFault();
        AdvanceSeconds(20);
        Start();

        StartFailed refused = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.Faulted, refused.Reason);
        Assert.Equal(TimeSpan.FromSeconds(40), refused.RetryAfter);
        Assert.Equal(2, Launcher.Processes.Count);
    }

    [Fact]
    public void A_start_after_the_fault_timeout_spawns()
    {
        CrashIntoFault();
        AdvanceSeconds(60);
        StartAndListen();

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void The_one_start_after_a_fault_faults_again_when_it_fails()
    {
        CrashIntoFault();
        AdvanceSeconds(60);

        Assert.NotNull(FailToStart().RetryAfter);
        Assert.Equal(ChildState.Faulted, State);
    }

    [Fact]
    public void A_restart_or_a_change_tries_at_once_and_forgets()
    {
        CrashIntoFault();
        Tell(new RestartChild("web"));
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Crash();
        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_change_tries_at_once()
    {
        CrashIntoFault();
        Watcher.Change();
        Probe.Listen();

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void A_stop_clears_the_fault()
    {
        CrashIntoFault();
        Tell(new StopChild("web"));
        Assert.Equal(StopOutcome.AlreadyStopped, ExpectMsg<StopResult>().Outcome);
        StartAndListen();

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void Another_spec_clears_the_fault()
    {
        CrashIntoFault();
        StartAndListen(Spec with { Args = ["--fixed"] });

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void A_start_waits_for_the_remains_of_the_crashed_run()
    {
        StartAndListen();
        Crash();
        Launcher.Processes[1].IsMortal = false;
        Probe.Listen();
        Launcher.Processes[1].LeavesGroup = true;
        Crash();
        Assert.Equal(ChildState.Faulted, State);
        Tell(new RestartChild("web"));
        Assert.Equal(2, Launcher.Processes.Count);

        Launcher.Processes[1].Vanish();
        Probe.Listen();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void The_port_is_given_back_when_the_remains_are_gone()
    {
        CrashIntoFault();

        AssertNothingIsLeft();
    }

    [Fact]
    public void Strays_of_the_crashed_run_are_killed_as_well()
    {
        CrashIntoFault();

        Assert.Equal([RunScope.Run], Process.Kills);
        Assert.Equal(RunScope.Run, Process.Settled);
    }
}
