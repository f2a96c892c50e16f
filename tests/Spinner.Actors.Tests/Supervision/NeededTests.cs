using Spinner.Probes;
using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>A child that others need, or wait for.</summary>
public sealed class NeededTests : ChildTestBase
{
    private static readonly ChildSpec _checked = Spec with { Liveness = LivenessCheck.Http("/alive") };

    private void Depend(DependencyCondition condition, int run = 1) => Tell(new AwaitDependency("web", condition, "other", run));

    [Fact]
    public void A_child_that_a_running_one_depends_on_is_not_idle()
    {
        StartAndListen();
        Depend(DependencyCondition.Started);
        ExpectMsg<DependencyMet>();
        AdvanceSeconds(3 * 3600);

        Assert.Equal(ChildState.Started, State);
    }

    [Fact]
    public void It_is_idle_again_when_the_last_run_that_needed_it_is_gone()
    {
        StartAndListen();
        Depend(DependencyCondition.Started, run: 1);
        Depend(DependencyCondition.Started, run: 2);
        ExpectMsg<DependencyMet>();
        ExpectMsg<DependencyMet>();
        Tell(new DependencyLeft("web", 1));
        AdvanceSeconds(3600);
        Assert.Equal(ChildState.Started, State);
        Tell(new DependencyLeft("web", 2));
        AdvanceSeconds(29 * 60);
        Assert.Equal(ChildState.Started, State);
        AdvanceSeconds(60);

        Assert.Equal(ChildState.Stopped, State);
    }

    [Fact]
    public void Who_waits_for_its_health_is_answered_when_it_comes_up_without_a_check()
    {
        StartAndListen(_checked);
        Depend(DependencyCondition.Healthy);
        ExpectNoMsg(0);
        Tell(new RestartChild("web", Spec));
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal(1, ExpectMsg<DependencyMet>().Run);
    }

    [Fact]
    public void Who_waits_for_its_completion_is_told_when_it_comes_up_as_one_that_never_completes()
    {
        StartAndListen(Spec with { Restart = RestartMode.OnFailure });
        Depend(DependencyCondition.Completed);
        ExpectNoMsg(0);
        Tell(new RestartChild("web", Spec with { Restart = RestartMode.Always }));
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
        Assert.Equal(1, ExpectMsg<DependencyFailed>().Run);
    }

    [Fact]
    public void Who_came_while_it_was_ending_by_itself_is_served_though_it_was_defined_anew_meanwhile()
    {
        StartAndListen(Spec with { Restart = RestartMode.Never });
        Tell(new DefineChild(Spec with { Args = ["new"] }));
        ExpectMsg<ChildDefined>();
        Tell(new Notified(1, new NotifyMessage { Stopping = true }));
        Tell(StartChild.Known("web"));
        Crash(0);
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
        Assert.Equal(["new"], Process.Spec.Args);
    }

    [Fact]
    public void Who_holds_it_is_told_of_the_new_run_of_an_update_as_soon_as_it_serves()
    {
        StartAndListen(Spec with { Tandem = true });
        Tell(new AcquireChild(new ChildSpec { Name = "web" }));
        Assert.Equal(1, ExpectMsg<LeaseGranted>().Run);
        Watcher.Change();
        Probe.Listen();

        LeaseRebound told = ExpectMsg<LeaseRebound>();
        Assert.Equal((2, 7001), (told.Run, told.Endpoint.Port));
        Assert.Empty(Launcher.Processes[0].Signals);
        AdvanceSeconds(10);
        Assert.NotEmpty(Launcher.Processes[0].Signals);
        ExpectNoMsg(0);
    }

    [Fact]
    public void Who_holds_it_is_told_again_when_the_old_run_serves_again()
    {
        StartAndListen(Spec with { Tandem = true });
        Tell(new AcquireChild(new ChildSpec { Name = "web" }));
        ExpectMsg<LeaseGranted>();
        Watcher.Change();
        Probe.Listen();
        Assert.Equal(2, ExpectMsg<LeaseRebound>().Run);
        Crash();

        Assert.Equal(1, ExpectMsg<LeaseRebound>().Run);
    }

    [Fact]
    public void A_crash_during_an_update_is_told_with_the_uptime_of_the_run_that_crashed()
    {
        StartAndListen(Spec with { Tandem = true });
        AdvanceSeconds(100);
        Watcher.Change();
        Sys.EventStream.Subscribe(TestActor, typeof(ChildStateChanged));
        Launcher.Processes[0].Exit(ExitStatus.Exited(4));

        ChildStateChanged told = ExpectMsg<ChildStateChanged>();
        Assert.Equal((ChildState.Restarting, ExitStatus.Exited(4), TimeSpan.FromSeconds(100)), (told.To, told.Exit!, told.Uptime!.Value));
    }
}
