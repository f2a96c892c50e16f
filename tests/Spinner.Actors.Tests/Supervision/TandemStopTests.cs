using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>A stop while there are two runs: it ends both, and is answered once both are gone.</summary>
public sealed class TandemStopTests : TandemTestBase
{
    private static readonly ExitStatus _end = ExitStatus.Exited(0);

    private void AssertStopWaitsFor(params Testing.FakeProcess[] inThisOrder)
    {
        Tell(new StopChild("web"));
        foreach (Testing.FakeProcess process in inThisOrder)
        {
            Assert.Equal([StopSignal.Terminate], process.Signals);
            Assert.Equal((ChildState.Stopping, UpdatePhase.None), (State, Update));
            ExpectNoMsg(TimeSpan.Zero);
            process.Exit(_end);
        }

        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        Assert.Equal(ChildState.Stopped, State);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stop_while_the_new_run_comes_up_ends_both(bool oldFirst)
    {
        Disobey();
        BeginUpdate();

        AssertStopWaitsFor(oldFirst ? [First, Second] : [Second, First]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stop_while_the_old_run_drains_ends_both(bool oldFirst)
    {
        Disobey();
        UpdateUntilDraining();

        AssertStopWaitsFor(oldFirst ? [First, Second] : [Second, First]);
    }

    [Fact]
    public void A_stop_while_the_old_run_is_ending_waits_for_it_and_asks_it_no_second_time()
    {
        Disobey();
        UpdateUntilDraining();
        AdvanceSeconds(10);

        AssertStopWaitsFor(Second, First);
    }

    [Fact]
    public void A_stop_while_the_next_update_waits_forgets_it()
    {
        Disobey();
        UpdateUntilDraining();
        Watcher.Change();

        AssertStopWaitsFor(First, Second);
        Assert.Equal(2, Launcher.Processes.Count);
    }

    [Fact]
    public void A_stop_before_the_new_run_has_a_port_returns_the_lease_that_comes_too_late()
    {
        Disobey();
        StartAndListen(Tandem);
        Ports.Holds = true;
        Watcher.Change();

        Tell(new StopChild("web"));
        First.Exit(_end);
        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        Ports.Release();

        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stop_while_the_new_run_is_being_spawned_waits_for_it()
    {
        StartAndListen(Tandem);
        Launcher.Holds = true;
        Watcher.Change();
        Tell(new StopChild("web"));
        Assert.True(First.IsGone);
        ExpectNoMsg(TimeSpan.Zero);
        Launcher.Release();

        Assert.Equal(StopOutcome.Exited, ExpectMsg<StopResult>().Outcome);
        Assert.Equal([StopSignal.Terminate], Second.Signals);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stop_while_the_new_run_is_being_spawned_is_answered_when_the_spawn_is_refused()
    {
        StartAndListen(Tandem);
        Launcher.Holds = true;
        Watcher.Change();
        Tell(new StopChild("web"));
        Launcher.RefuseHeld(Refusal);

        ExpectMsg<StopResult>();
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stop_while_the_new_run_is_built_cancels_the_build()
    {
        Start(new ChildSpec { Name = "web", Script = "/src/app.cs", Monitor = ["/src/app.cs"], Tandem = true });
        Builder.Finish();
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Watcher.Change();
        Assert.Equal(1, Builder.Pending);
        Tell(new StopChild("web"));

        ExpectMsg<StopResult>();
        Assert.Equal(0, Builder.Pending);
    }

    [Fact]
    public void A_candidate_that_says_it_is_ready_after_the_stop_does_not_serve()
    {
        Disobey();
        StartAndListenByNotify();
        Watcher.Change();
        Tell(new StopChild("web"));
        Probe.Listen();
        Notify.Send(Notify.Open[1], new Spinner.Probes.NotifyMessage { Ready = true });

        Assert.Equal(ChildState.Stopping, State);
    }

    private void StartAndListenByNotify()
    {
        Start(Tandem with { Readiness = ReadinessCheck.Notify });
        Probe.Listen();
        Notify.Send(new Spinner.Probes.NotifyMessage { Ready = true });
        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void Who_waits_for_an_update_is_told_of_the_stop()
    {
        StartAndListen(Tandem);
        Tell(new RestartChild("web"));
        Ask<StopResult>(new StopChild("web"));

        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void A_stop_says_so_when_only_the_other_run_had_to_be_killed()
    {
        UpdateUntilDraining();
        First.Obeys = false;
        Tell(new StopChild("web"));
        Assert.True(Second.IsGone);
        AdvanceSeconds(30);

        Assert.Equal(StopOutcome.Killed, ExpectMsg<StopResult>().Outcome);
    }

    [Fact]
    public void A_stop_names_what_of_the_other_run_cannot_be_killed()
    {
        UpdateUntilDraining();
        (First.Obeys, First.IsMortal) = (false, false);
        Tell(new StopChild("web"));
        AdvanceSeconds(30);
        AdvanceSeconds(10);

        StopResult result = ExpectMsg<StopResult>();
        Assert.Equal(StopOutcome.StillAlive, result.Outcome);
        Assert.Equal([First.Identity.Pid], result.Survivors);
        Assert.Equal(ChildState.Faulted, State);
    }

    [Fact]
    public void A_start_during_the_stop_of_two_runs_is_answered_by_the_run_after_both()
    {
        Disobey();
        BeginUpdate();
        Tell(new StopChild("web"));
        First.Exit(_end);
        Start(Tandem);
        Assert.Equal(2, Launcher.Processes.Count);
        Second.Exit(_end);
        ExpectMsg<StopResult>();
        Probe.Listen();

        Assert.Equal(3, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void Leases_end_with_the_stop()
    {
        StartAndListen(Tandem);
        Akka.TestKit.TestProbe onOld = Hold().Holder;
        Watcher.Change();
        Probe.Listen();
        Akka.TestKit.TestProbe onNew = Hold().Holder;
        Ask<StopResult>(new StopChild("web"));

        onOld.ExpectMsg<LeaseRebound>();
        onOld.ExpectMsg<LeaseEnded>();
        onNew.ExpectMsg<LeaseEnded>();
    }
}
