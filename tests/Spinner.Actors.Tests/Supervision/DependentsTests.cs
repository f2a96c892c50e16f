using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>A child that others need: what these are told, and when.</summary>
public sealed class DependentsTests : ChildTestBase
{
    private static readonly ChildSpec _checked = Spec with { Liveness = LivenessCheck.Http("/alive") };

    private static readonly ChildSpec _migration = Spec with { Restart = RestartMode.Never };

    private void Ask(DependencyCondition condition, int run = 3) => Tell(new AwaitDependency("web", condition, "app", run));

    private void ExpectMet(int run = 3) => Assert.Equal((run, "web"), Told(ExpectMsg<DependencyMet>()));

    private static (int Run, string Name) Told(DependencyMet fact) => (fact.Run, fact.Dependency.Value);

    private StartFailed ExpectFailure()
    {
        DependencyFailed fact = ExpectMsg<DependencyFailed>();
        Assert.Equal(3, fact.Run);
        return fact.Failure;
    }

    private void Define(ChildSpec spec)
    {
        Tell(new DefineChild(spec));
        ExpectMsg<ChildDefined>();
    }

    [Fact]
    public void A_stopped_child_is_started_for_its_dependents()
    {
        Define(Spec);
        Ask(DependencyCondition.Started);
        Assert.Equal(ChildState.Starting, State);
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        ExpectMet();
    }

    [Fact]
    public void A_started_child_is_all_that_some_need()
    {
        StartAndListen();

        Ask(DependencyCondition.Started);

        ExpectMet();
    }

    [Fact]
    public void A_child_is_healthy_when_its_check_has_passed()
    {
        StartAndListen(_checked);
        Ask(DependencyCondition.Healthy);
        Ask(DependencyCondition.Started, run: 4);
        ExpectMet(4);
        AdvanceSeconds(10);
        Health.Fail();
        ExpectNoMsg(TimeSpan.Zero);
        AdvanceSeconds(10);
        Health.Pass();

        ExpectMet();
    }

    [Fact]
    public void A_child_that_is_healthy_already_is_so_for_who_asks_later()
    {
        StartAndListen(_checked);
        AdvanceSeconds(10);
        Health.Pass();

        Ask(DependencyCondition.Healthy);

        ExpectMet();
    }

    [Fact]
    public void A_child_without_a_check_is_healthy_as_soon_as_it_is_started()
    {
        StartAndListen();

        Ask(DependencyCondition.Healthy);

        ExpectMet();
    }

    [Fact]
    public void The_health_of_the_run_after_a_crash_is_waited_for_on()
    {
        StartAndListen(_checked);
        Ask(DependencyCondition.Healthy);
        Crash();
        Probe.Listen();
        AdvanceSeconds(10);
        Health.Pass();

        ExpectMet();
    }

    [Fact]
    public void A_child_stopped_before_it_was_healthy_is_a_failure()
    {
        StartAndListen(_checked);
        Ask(DependencyCondition.Healthy);

        Child.Tell(new StopChild("web"), Akka.Actor.ActorRefs.NoSender);

        Assert.Contains("not healthy: asked to stop", ExpectFailure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_has_completed_when_it_has_ended_with_a_success_code()
    {
        StartAndListen(_migration);
        Ask(DependencyCondition.Completed);
        ExpectNoMsg(TimeSpan.Zero);
        Crash(0);

        ExpectMet();
        Assert.Equal(ChildState.Stopped, State);
    }

    [Fact]
    public void A_child_that_has_completed_is_not_run_again()
    {
        StartAndListen(_migration);
        Crash(0);

        Ask(DependencyCondition.Completed);

        ExpectMet();
        Assert.Single(Launcher.Processes);
    }

    [Fact]
    public void A_child_whose_end_is_still_being_tidied_up_is_not_run_again()
    {
        Launcher.Prepare = process => (process.IsMortal, process.LeavesGroup) = (false, true);
        StartAndListen(_migration);
        Crash(0);
        Assert.Equal(ChildState.Stopping, State);

        Ask(DependencyCondition.Completed);
        ExpectNoMsg(TimeSpan.Zero);
        Process.Vanish();

        ExpectMet();
        Assert.Equal((ChildState.Stopped, 1), (State, Launcher.Processes.Count));
    }

    [Fact]
    public void A_child_that_completed_is_run_for_who_needs_it_started()
    {
        StartAndListen(_migration);
        Crash(0);

        Ask(DependencyCondition.Started);
        Probe.Listen();

        ExpectMet();
        Assert.Equal(2, Launcher.Processes.Count);
    }

    [Fact]
    public void What_another_spec_has_completed_this_one_has_not()
    {
        StartAndListen(_migration);
        Crash(0);
        Define(_migration with { Args = ["--next"] });

        Ask(DependencyCondition.Completed);

        Assert.Equal(["--next"], Process.Spec.Args);
    }

    [Fact]
    public void A_child_that_ends_with_an_error_has_failed_who_needs_it_completed()
    {
        StartAndListen(_migration);
        Ask(DependencyCondition.Completed);
        RunOutput.Write(true, "no such table"u8);
        Crash(1);

        StartFailed failure = ExpectFailure();
        Assert.Contains("has not completed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["no such table"], failure.StderrTail);
        Assert.Equal(ExitStatus.Exited(1), failure.Exit);
    }

    [Fact]
    public void A_child_that_is_always_restarted_never_completes()
    {
        StartAndListen();

        Ask(DependencyCondition.Completed);

        Assert.Contains("never completes", ExpectFailure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_does_not_come_up_tells_its_dependents_why()
    {
        Define(Spec);
        Ask(DependencyCondition.Started);
        RunOutput.Write(true, "disk full"u8);
        Crash();

        StartFailed failure = ExpectFailure();
        Assert.Equal((StartFailureReason.Exited, "disk full"), (failure.Reason, Assert.Single(failure.StderrTail)));
    }

    [Fact]
    public void A_faulted_child_fails_its_dependents_at_once()
    {
        CrashIntoFault();

        Ask(DependencyCondition.Healthy);

        Assert.Equal(StartFailureReason.Faulted, ExpectFailure().Reason);
    }

    [Fact]
    public void A_child_that_faults_fails_those_who_waited_for_its_health()
    {
        StartAndListen(_checked);
        Ask(DependencyCondition.Healthy);
        Crash();
        Probe.Listen();
        Crash();

        Assert.Equal(StartFailureReason.Faulted, ExpectFailure().Reason);
    }

    [Fact]
    public void Only_so_many_dependents_wait()
    {
        Options.MaxWaiters = 1;
        StartAndListen(_checked);
        Ask(DependencyCondition.Healthy, run: 4);

        Ask(DependencyCondition.Healthy);

        Assert.Equal(StartFailureReason.Busy, ExpectFailure().Reason);
    }

    [Fact]
    public void A_child_nobody_has_specified_cannot_be_needed()
    {
        Ask(DependencyCondition.Started);

        Assert.Equal(StartFailureReason.InvalidSpec, ExpectFailure().Reason);
    }
}
