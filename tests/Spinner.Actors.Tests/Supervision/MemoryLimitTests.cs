using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class MemoryLimitTests : ChildTestBase
{
    private const string Cause = "its processes hold 150.5 MB of memory, more than the limit of 100 MB";

    private static readonly ChildSpec _spec = Spec with { MemoryLimit = 100_000_000 };

    private void Measure(long bytes)
    {
        AdvanceSeconds(5);
        Meter.Answer(new GroupUsage(bytes, TimeSpan.Zero, 1));
    }

    private void MeasureTooMuch() => Measure(150_500_000);

    [Fact]
    public void A_child_without_a_limit_is_not_measured()
    {
        StartAndListen();
        AdvanceSeconds(100);

        Assert.False(Meter.IsAsked);
    }

    [Fact]
    public void The_group_is_measured_every_five_seconds()
    {
        StartAndListen(_spec);
        for (int i = 0; i < 3; i++)
        {
            AdvanceSeconds(4.9);
            Assert.False(Meter.IsAsked);
            AdvanceSeconds(0.1);
            Assert.True(Meter.IsAsked);
            Meter.Answer(new GroupUsage(100_000_000, TimeSpan.Zero, 1));
        }

        Assert.Equal(Process.Identity, Meter.LastLeader);
        Assert.Equal((ChildState.Started, 1), (State, Snapshot.Run));
    }

    [Fact]
    public void A_group_over_the_limit_is_restarted_and_the_cause_says_why()
    {
        StartAndListen(_spec);
        MeasureTooMuch();

        Assert.Equal((ChildState.Restarting, Cause), (State, Snapshot.Cause));
        Assert.Equal([StopSignal.Terminate], Launcher.Processes[0].Signals);
    }

    [Fact]
    public void A_group_that_cannot_be_measured_is_measured_again()
    {
        StartAndListen(_spec);
        AdvanceSeconds(5);
        Meter.Answer(null);
        Assert.Equal(ChildState.Started, State);
        MeasureTooMuch();

        Assert.Equal(ChildState.Restarting, State);
    }

    [Fact]
    public void A_group_over_the_limit_again_within_the_tolerance_faults_the_child()
    {
        StartAndListen(_spec);
        MeasureTooMuch();
        Probe.Listen();
        MeasureTooMuch();

        Assert.Equal(ChildState.Faulted, State);
        Assert.Contains(Cause, Snapshot.LastError!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_over_the_limit_is_stopped_when_it_is_not_to_be_restarted()
    {
        StartAndListen(_spec with { Restart = RestartMode.Never });
        MeasureTooMuch();

        Assert.Equal(ChildState.Stopped, State);
    }

    [Fact]
    public void A_group_over_the_limit_waits_for_its_restart_as_after_a_crash()
    {
        StartAndListen(_spec with { Restart = RestartMode.Always });
        MeasureTooMuch();
        Probe.Listen();
        MeasureTooMuch();

        Assert.Equal((ChildState.Restarting, TimeSpan.FromSeconds(1)), (State, Snapshot.NextAttempt));
    }

    [Fact]
    public void A_late_answer_about_a_run_that_has_crashed_means_nothing()
    {
        StartAndListen(_spec);
        AdvanceSeconds(5);
        Crash();
        Probe.Listen();
        Meter.Answer(new GroupUsage(150_000_000, TimeSpan.Zero, 1));

        Assert.Equal((ChildState.Started, 2), (State, Snapshot.Run));
    }

    [Fact]
    public void In_tandem_a_group_over_the_limit_serves_on_until_its_successor_is_up()
    {
        StartAndListen(_spec with { Tandem = true });
        MeasureTooMuch();
        Assert.Equal((ChildState.Started, UpdatePhase.Starting, 7000), (State, Snapshot.Update, Snapshot.Endpoint!.Port));
        Probe.Listen();

        Assert.Equal((ChildState.Started, 7001), (State, Snapshot.Endpoint!.Port));
    }

    [Fact]
    public void In_tandem_a_group_whose_successor_does_not_come_up_is_replaced_later()
    {
        StartAndListen(_spec with { Tandem = true });
        MeasureTooMuch();
        Crash();
        Assert.Equal((UpdatePhase.None, 1), (Snapshot.Update, Launcher.Processes.Count(process => !process.IsGone)));
        AdvanceSeconds(60);
        MeasureTooMuch();
        Probe.Listen();

        Assert.Equal((ChildState.Started, 3), (State, Snapshot.Run));
    }

    [Fact]
    public void In_tandem_a_group_over_the_limit_is_not_to_blame_for_its_successor()
    {
        StartAndListen(_spec with { Tandem = true, BackoffMax = TimeSpan.FromSeconds(30) });
        MeasureTooMuch();
        Crash();
        AdvanceSeconds(30);
        MeasureTooMuch();

        Assert.Equal((ChildState.Started, UpdatePhase.Starting, 7000), (State, Snapshot.Update, Snapshot.Endpoint!.Port));
    }

    [Fact]
    public void In_tandem_a_group_that_exceeds_the_limit_again_and_again_is_replaced_with_waits()
    {
        StartAndListen(_spec with { Tandem = true, TandemTime = TimeSpan.Zero, Restart = RestartMode.Always });
        MeasureTooMuch();
        Probe.Listen();
        MeasureTooMuch();

        Assert.Equal((UpdatePhase.Starting, TimeSpan.FromSeconds(1)), (Snapshot.Update, Snapshot.NextAttempt));
        AdvanceSeconds(1);
        Probe.Listen();
        Assert.Equal((ChildState.Started, 3), (State, Snapshot.Run));
    }

    [Fact]
    public void In_tandem_a_successor_that_is_over_the_limit_at_once_faults_the_child()
    {
        StartAndListen(_spec with { Tandem = true, TandemTime = TimeSpan.Zero });
        MeasureTooMuch();
        Probe.Listen();
        AdvanceSeconds(0.1);
        MeasureTooMuch();

        Assert.Equal(ChildState.Faulted, State);
    }
}
