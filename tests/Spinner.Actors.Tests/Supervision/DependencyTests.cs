using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>A child that needs others before it can run; the test answers for these.</summary>
public sealed class DependencyTests : ChildTestBase
{
    private static readonly ChildSpec _dependent = Spec with
    {
        DependsOn = new Dictionary<string, DependencyCondition>
        {
            ["db"] = DependencyCondition.Started,
            ["migration"] = DependencyCondition.Completed,
        },
    };

    private static readonly StartFailed _failure =
        new("db", StartFailureReason.Exited, "'db' ended with exit code 1.") { StderrTail = ["disk full"], Exit = ExitStatus.Exited(1) };

    private void Met(int run, params string[] names)
    {
        foreach (string name in names) Tell(new DependencyMet(run, name));
    }

    private void Failed(int run) => Tell(new DependencyFailed(run, _failure));

    [Fact]
    public void It_is_spawned_only_when_every_condition_is_met()
    {
        Start(_dependent);
        Assert.Empty(Launcher.Processes);
        Met(1, "migration");
        Assert.Empty(Launcher.Processes);
        Assert.Empty(Ports.Out);
        Met(1, "db");
        Probe.Listen();

        Assert.Contains("depend", ExpectMsg<StartSucceeded>().Journey.Select(step => step.Step));
    }

    [Fact]
    public void It_fails_with_the_words_and_the_tail_of_what_it_depends_on()
    {
        Start(_dependent);
        Failed(1);

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(("web", StartFailureReason.DependencyFailed), (failed.Name.Value, failed.Reason));
        Assert.Contains(_failure.Message, failed.Message, StringComparison.Ordinal);
        Assert.Equal(_failure.StderrTail, failed.StderrTail);
        Assert.Equal(_failure.Exit, failed.Exit);
        Assert.Equal(ChildState.Stopped, State);
    }

    [Fact]
    public void A_failure_of_what_it_depends_on_is_no_failed_attempt()
    {
        for (int run = 1; run <= SpinnerDefaults.Attempts + 1; run++)
        {
            Start(_dependent);
            Failed(run);
            Assert.Equal(StartFailureReason.DependencyFailed, ExpectMsg<StartFailed>().Reason);
        }

        Assert.Equal((ChildState.Stopped, 0), (State, Snapshot.FailedStarts));
    }

    [Fact]
    public void A_failure_told_to_a_run_before_this_one_is_not_about_this_one()
    {
        Start(_dependent);
        Tell(new RestartChild("web"));

        Failed(1);
        Assert.Equal(ChildState.Starting, State);
        Met(2, "db", "migration");
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_stop_while_it_waits_for_others_ends_the_start()
    {
        Start(_dependent);
        Tell(new StopChild("web"));

        Assert.Equal(StartFailureReason.Stopped, ExpectMsg<StartFailed>().Reason);
        ExpectMsg<StopResult>();
        Met(1, "db", "migration");
        Assert.Equal((ChildState.Stopped, 0), (State, Launcher.Processes.Count));
    }

    [Fact]
    public void A_restart_waits_for_them_again()
    {
        Start(_dependent);
        Met(1, "db", "migration");
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Crash();
        Assert.Single(Launcher.Processes);

        Met(2, "db", "migration");

        Assert.Equal(2, Launcher.Processes.Count);
    }
}
