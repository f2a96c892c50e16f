using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>Children that say themselves that they are ready: with a line, or by sd_notify.</summary>
public sealed class SaidReadinessTests : ChildTestBase
{
    private static readonly ChildSpec _line = Spec with { Readiness = ReadinessCheck.LogLine("^ready") };
    private static readonly ChildSpec _notify = Spec with { Readiness = ReadinessCheck.Notify };

    private void PrintReadyLine(int run = 1) => RunOutput.Requests[run - 1].Ready!("ready");

    private void SayReady() => Notify.Send(new() { Ready = true });

    private void SayNeedsMore(double seconds) => Notify.Send(new() { ExtendTimeout = TimeSpan.FromSeconds(seconds) });

    [Fact]
    public void The_output_is_searched_for_the_pattern()
    {
        Start(_line);

        Assert.Matches(RunOutput.Requests[0].ReadyLine!, "ready to serve");
        Assert.DoesNotMatch(RunOutput.Requests[0].ReadyLine!, "not ready");
    }

    [Fact]
    public void The_output_of_a_child_that_need_not_say_anything_is_not_searched()
    {
        Start();

        Assert.Null(RunOutput.Requests[0].ReadyLine);
        Assert.Empty(Notify.Open);
        Assert.DoesNotContain("NOTIFY_SOCKET", Process.Spec.Env.Keys);
    }

    [Fact]
    public void A_child_that_prints_the_line_and_listens_is_ready()
    {
        Start(_line);
        PrintReadyLine();
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void A_child_that_listens_and_prints_the_line_is_ready()
    {
        Start(_line);
        Probe.Listen();
        ExpectNoMsg(TimeSpan.Zero);
        PrintReadyLine();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void A_line_of_an_earlier_run_makes_no_other_run_ready()
    {
        Start(_line);
        Watcher.Change();
        Probe.Listen();
        PrintReadyLine(run: 1);
        ExpectNoMsg(TimeSpan.Zero);
        PrintReadyLine(run: 2);

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void A_line_that_is_not_printed_in_time_is_what_was_missing()
    {
        Start(_line);
        Probe.Listen();
        AdvanceSeconds(5);

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.TimedOut, failed.Reason);
        Assert.Contains("5 s after its start, before it printed a line that matches \"^ready\"", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exit_before_the_line_fails_the_start()
    {
        Start(_line);
        Probe.Listen();
        Crash(2);

        Assert.Contains(
            "ended with exit code 2 before it printed a line that matches \"^ready\"", ExpectMsg<StartFailed>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_is_to_notify_is_told_where()
    {
        Start(_notify);

        Assert.Equal("/run/1-1.notify", Assert.Single(Notify.Open));
        Assert.Equal("/run/1-1.notify", Process.Spec.Env["NOTIFY_SOCKET"]);
        Assert.DoesNotContain("WATCHDOG_USEC", Process.Spec.Env.Keys);
    }

    [Fact]
    public void A_child_that_listens_and_says_READY_is_ready()
    {
        Start(_notify);
        Probe.Listen();
        ExpectNoMsg(TimeSpan.Zero);
        SayReady();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void A_child_that_says_READY_has_to_listen_as_well()
    {
        Start(_notify);
        SayReady();
        ExpectNoMsg(TimeSpan.Zero);
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void READY_that_comes_before_the_news_of_the_spawn_is_not_lost()
    {
        Launcher.Holds = true;
        Start(_notify);
        SayReady();
        Launcher.Release();
        Probe.Listen();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void READY_that_is_not_said_in_time_is_what_was_missing()
    {
        Start(_notify);
        Probe.Listen();
        AdvanceSeconds(5);

        Assert.Contains("before it sent READY=1 to $NOTIFY_SOCKET", ExpectMsg<StartFailed>().Message, StringComparison.Ordinal);
        Assert.Empty(Notify.Open);
    }

    [Fact]
    public void An_exit_before_READY_fails_the_start()
    {
        Start(_notify);
        Probe.Listen();
        Crash();

        Assert.Contains("before it sent READY=1 to $NOTIFY_SOCKET", ExpectMsg<StartFailed>().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_needs_more_time_gets_it_from_then_on()
    {
        Start(_notify);
        AdvanceSeconds(4);
        SayNeedsMore(20);
        AdvanceSeconds(19.9);
        Assert.Empty(Process.Kills);
        AdvanceSeconds(0.1);

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.TimedOut, failed.Reason);
        Assert.Contains("was killed 24 s after its start", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_says_it_needs_little_more_keeps_its_start_timeout()
    {
        Start(_notify);
        SayNeedsMore(1);
        AdvanceSeconds(4.9);
        Assert.Empty(Process.Kills);
        AdvanceSeconds(0.1);

        Assert.Equal(StartFailureReason.TimedOut, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void More_time_that_is_asked_for_before_the_news_of_the_spawn_is_given()
    {
        Launcher.Holds = true;
        Start(_notify);
        SayNeedsMore(20);
        Launcher.Release();
        AdvanceSeconds(10);
        Probe.Listen();
        SayReady();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void A_socket_that_cannot_be_opened_fails_the_start_and_says_why()
    {
        Notify.Refuses = "The notify socket cannot be opened.";
        Start(_notify);

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.SpawnFailed, failed.Reason);
        Assert.Contains(Notify.Refuses, failed.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Each_run_has_a_socket_of_its_own_which_goes_with_it()
    {
        Start(_notify);
        Watcher.Change();
        Assert.Equal(["/run/1-2.notify"], Notify.Open);
        Tell(new StopChild("web"));

        Assert.Empty(Notify.Open);
        Assert.Equal(2, Notify.Opened);
    }
}
