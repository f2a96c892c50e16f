using Spinner.Probes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class HttpReadinessTests : ChildTestBase
{
    private static readonly ChildSpec _spec = Spec with { Readiness = ReadinessCheck.Http("/health") };

    private void StartListening()
    {
        Start(_spec);
        Probe.Listen();
    }

    [Fact]
    public void A_child_that_does_not_listen_yet_is_not_asked()
    {
        Start(_spec);

        Assert.Equal(0, Health.Made);
    }

    [Fact]
    public void A_child_that_listens_is_asked_for_the_path_where_it_listens()
    {
        StartListening();

        Assert.Equal(ChildState.Starting, State);
        Assert.Equal(
            (HealthCheckKind.Http, ChildEndpoint.Tcp("127.0.0.1", 7000), "/health", TimeSpan.FromSeconds(1)),
            (Health.LastTarget!.Kind, Health.LastTarget.Endpoint, Health.LastTarget.Path, Health.LastTarget.Timeout));
    }

    [Fact]
    public void A_child_that_answers_well_is_ready()
    {
        StartListening();
        ExpectNoMsg(TimeSpan.Zero);
        Health.Pass();

        Assert.Equal(7000, ExpectMsg<StartSucceeded>().Port);
    }

    [Fact]
    public void A_child_that_answers_badly_is_asked_again_after_the_interval()
    {
        StartListening();
        Health.Fail();
        AdvanceSeconds(0.09);
        Assert.Equal(1, Health.Made);
        AdvanceSeconds(0.01);
        Assert.Equal(2, Health.Made);
        Health.Pass();

        ExpectMsg<StartSucceeded>();
    }

    [Fact]
    public void A_child_is_not_asked_again_before_it_has_answered()
    {
        StartListening();
        AdvanceSeconds(2);
        AdvanceSeconds(2);

        Assert.Equal(1, Health.Made);
    }

    [Fact]
    public void A_child_that_is_ready_is_not_asked_any_more()
    {
        StartListening();
        Health.Pass();
        AdvanceSeconds(10);

        Assert.Equal(1, Health.Made);
    }

    [Fact]
    public void A_stranger_on_the_port_is_not_asked_but_gives_the_child_another_port()
    {
        Start(_spec);
        ListenAs(ListenerOwner.Stranger);
        Assert.Equal(0, Health.Made);
        Probe.Listen();
        Health.Pass();

        Assert.Equal(7001, ExpectMsg<StartSucceeded>().Port);
    }

    [Fact]
    public void A_child_that_does_not_answer_well_in_time_is_killed_and_the_caller_is_told_its_last_answer()
    {
        StartListening();
        Health.Fail("http://127.0.0.1:7000/health answered with status 503.");
        AdvanceSeconds(5);

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.TimedOut, failed.Reason);
        Assert.Contains(
            "before GET /health was answered well (last: http://127.0.0.1:7000/health answered with status 503.)", failed.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_early_exit_is_told_with_the_last_answer()
    {
        StartListening();
        Health.Fail("status 500");
        Crash(3);

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.Exited, failed.Reason);
        Assert.Contains("exit code 3 before GET /health was answered well (last: status 500)", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_never_listened_is_told_so()
    {
        Start(_spec);
        AdvanceSeconds(5);

        Assert.Contains("before it listened on http://127.0.0.1:7000/; it must listen on $PORT", ExpectMsg<StartFailed>().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("change")]
    [InlineData("exit")]
    [InlineData("deadline")]
    public void A_check_under_way_is_given_up_with_its_run(string end)
    {
        StartListening();
        Assert.Equal(1, Health.Pending);
        End(end);

        Assert.Equal(0, Health.Pending);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("change")]
    [InlineData("exit")]
    public void No_further_check_is_made_of_a_run_that_is_over(string end)
    {
        StartListening();
        Health.Fail();
        End(end);
        AdvanceSeconds(1);

        Assert.Equal(1, Health.Made);
    }

    [Fact]
    public void The_run_in_its_place_has_to_answer_for_itself()
    {
        StartListening();
        Watcher.Change();
        Probe.Listen();
        Assert.Equal(2, Health.Made);
        Health.Pass();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    private void End(string how)
    {
        switch (how)
        {
            case "stop": Tell(new StopChild("web")); break;
            case "change": Watcher.Change(); break;
            case "exit": Crash(); break;
            default: AdvanceSeconds(5); break;
        }
    }
}
