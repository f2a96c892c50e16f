using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class RestartingTests : ChildTestBase
{
    private void CrashOnce()
    {
        StartAndListen();
        Crash();
        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_start_waits_for_the_new_run()
    {
        CrashOnce();
        Start();
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_restart_that_fails_to_come_up_faults_the_child()
    {
        CrashOnce();
        Start();
        Crash();

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.Exited, failed.Reason);
        Assert.Equal(TimeSpan.FromSeconds(60), failed.RetryAfter);
        Assert.Equal(ChildState.Faulted, State);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_restart_that_does_not_listen_in_time_faults_the_child()
    {
        CrashOnce();
        AdvanceSeconds(5);

        Assert.Equal(ChildState.Faulted, State);
    }

    [Fact]
    public void A_stop_ends_it_and_tells_those_who_waited()
    {
        CrashOnce();
        Start();
        Tell(new StopChild("web"));

        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_change_meanwhile_is_not_lost()
    {
        CrashOnce();
        Watcher.Change();
        Probe.Listen();
        Start();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_change_while_the_old_run_drains_leads_to_one_new_run()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        Watcher.Change();
        Watcher.Change();
        Launcher.Processes[0].Exit(ExitStatus.Exited(0));
        Probe.Listen();
        Start();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal([StopSignal.Terminate], Launcher.Processes[0].Signals);
    }

    [Fact]
    public void An_old_run_that_ignores_the_signal_is_killed_at_its_deadline()
    {
        Launcher.Prepare = process => process.Obeys = false;
        StartAndListen();
        Watcher.Change();
        AdvanceSeconds(30);
        Probe.Listen();
        Start();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Single(Launcher.Processes[0].Kills);
    }

    [Fact]
    public void A_stolen_port_is_replaced()
    {
        CrashOnce();
        ListenAs(Spinner.Probes.ListenerOwner.Stranger);
        Probe.Listen();
        Start();

        Assert.Equal(7001, ExpectMsg<StartSucceeded>().Port);
    }

    [Fact]
    public void A_spawn_that_is_refused_faults_the_child()
    {
        StartAndListen();
        Launcher.Refuses = Refusal;
        Crash();

        Assert.Equal(ChildState.Faulted, State);
        AssertNothingIsLeft();
    }
}
