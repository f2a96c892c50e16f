using Spinner.Probes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>An update of a child that listens on a socket of ours: both runs have the same one, and it is returned once, when neither needs it.</summary>
public sealed class TandemSocketTests : TandemTestBase
{
    private static readonly ExitStatus _end = ExitStatus.Exited(1);

    private static readonly ChildSpec _inherit =
        Tandem with { Listen = ListenMode.Inherit, Readiness = ReadinessCheck.Notify };

    private void BeginUpdate()
    {
        Start(_inherit);
        SayReady(0);
        ExpectMsg<StartSucceeded>();
        Watcher.Change();
        Assert.Equal(UpdatePhase.Starting, Update);
    }

    /// <summary>The run whose socket for notifications is the n-th of the open ones is ready.</summary>
    private void SayReady(int open) => Notify.Send(Notify.Open[open], new NotifyMessage { Ready = true });

    private void UpdateUntilDraining()
    {
        BeginUpdate();
        SayReady(1);
        Assert.Equal(UpdatePhase.Draining, Update);
    }

    private void AssertTheSocketIsKept()
    {
        Assert.Equal(ChildState.Started, State);
        Assert.Equal(7000, Ask().Port);
        Assert.Single(Ports.Out);
        Assert.Empty(Ports.Returned);
    }

    private void StopAndAssertItIsReturned()
    {
        Ask<StopResult>(new StopChild("web"));
        Assert.Single(Ports.Returned);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Both_runs_get_the_same_socket()
    {
        BeginUpdate();

        Assert.Same(First.Spec.ListenSocket, Second.Spec.ListenSocket);
        Assert.Equal(First.Spec.Env["PORT"], Second.Spec.Env["PORT"]);
        AssertTheSocketIsKept();
    }

    [Fact]
    public void A_new_run_that_takes_over_keeps_the_socket_when_the_old_one_has_ended()
    {
        UpdateUntilDraining();
        AdvanceSeconds(10);

        Assert.True(First.IsGone);
        AssertTheSocketIsKept();
        StopAndAssertItIsReturned();
    }

    [Fact]
    public void A_new_run_that_fails_leaves_the_socket_to_the_old_one()
    {
        BeginUpdate();
        Second.Exit(_end);

        AssertTheSocketIsKept();
        StopAndAssertItIsReturned();
    }

    [Fact]
    public void A_candidate_that_is_replaced_and_then_fails_leaves_the_socket_to_the_old_run()
    {
        BeginUpdate();
        Watcher.Change();
        Assert.Same(First.Spec.ListenSocket, Third.Spec.ListenSocket);
        Third.Exit(_end);

        AssertTheSocketIsKept();
        StopAndAssertItIsReturned();
    }

    [Fact]
    public void A_candidate_that_was_replaced_takes_the_socket_over()
    {
        BeginUpdate();
        Watcher.Change();
        SayReady(1);
        AdvanceSeconds(10);

        Assert.True(First.IsGone);
        Assert.Equal(3, Ask().Run);
        AssertTheSocketIsKept();
        StopAndAssertItIsReturned();
    }

    [Fact]
    public void An_old_run_that_serves_again_has_the_socket()
    {
        UpdateUntilDraining();
        Second.Exit(_end);

        Assert.Equal(1, Ask().Run);
        AssertTheSocketIsKept();
        StopAndAssertItIsReturned();
    }

    [Fact]
    public void A_candidate_that_takes_over_from_a_crash_has_the_socket()
    {
        BeginUpdate();
        First.Exit(_end);
        SayReady(0);

        Assert.Equal(2, Ask().Run);
        AssertTheSocketIsKept();
        StopAndAssertItIsReturned();
    }

    [Fact]
    public void A_candidate_that_takes_over_from_a_crash_and_fails_returns_the_socket()
    {
        BeginUpdate();
        First.Exit(_end);
        Second.Exit(_end);

        Assert.Equal(ChildState.Faulted, State);
        Assert.Single(Ports.Returned);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_candidate_that_is_still_built_when_the_old_run_crashes_gets_the_socket()
    {
        Start(new ChildSpec
        {
            Name = "web",
            Script = "/src/app.cs",
            Monitor = ["/src/app.cs"],
            Tandem = true,
            Listen = ListenMode.Inherit,
            Readiness = ReadinessCheck.Notify,
        });
        Builder.Finish();
        SayReady(0);
        ExpectMsg<StartSucceeded>();
        Watcher.Change();
        First.Exit(_end);
        Assert.True(First.IsGone);
        Builder.Finish();
        SayReady(0);

        Assert.Equal(2, Ask().Run);
        AssertTheSocketIsKept();
        StopAndAssertItIsReturned();
    }

    [Fact]
    public void A_crash_after_the_old_run_was_asked_to_end_keeps_the_socket()
    {
        Disobey();
        UpdateUntilDraining();
        AdvanceSeconds(10);
        Second.Exit(_end);
        Assert.Same(First.Spec.ListenSocket, Third.Spec.ListenSocket);
        SayReady(1);
        First.Exit(_end);

        AssertTheSocketIsKept();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_stop_returns_the_socket_once_whichever_run_ends_first(bool isDraining, bool oldFirst)
    {
        Disobey();
        if (isDraining) UpdateUntilDraining();
        else BeginUpdate();
        Tell(new StopChild("web"));
        (oldFirst ? First : Second).Exit(_end);
        (oldFirst ? Second : First).Exit(_end);

        ExpectMsg<StopResult>();
        Assert.Single(Ports.Returned);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_new_run_with_another_range_gets_a_socket_of_its_own()
    {
        Start(_inherit);
        SayReady(0);
        ExpectMsg<StartSucceeded>();
        Tell(new RestartChild("web", _inherit with { PortRange = new PortRange(7001, 7999) }));
        SayReady(1);

        Assert.Equal(7001, ExpectMsg<StartSucceeded>().Port);
        Assert.Equal(2, Ports.Out.Count);
        AdvanceSeconds(10);
        Assert.Equal(7000, Assert.Single(Ports.Returned).Lease.Endpoint.Port);
    }

    [Fact]
    public void A_candidate_that_is_replaced_by_one_with_another_range_owns_what_it_gets()
    {
        BeginUpdate();
        Tell(new RestartChild("web", _inherit with { PortRange = new PortRange(7001, 7999) }));
        Assert.Equal(2, Ports.Out.Count);
        Third.Exit(_end);

        ExpectMsg<StartFailed>();
        Assert.Equal(7001, Assert.Single(Ports.Returned).Lease.Endpoint.Port);
        Assert.Equal(7000, Assert.Single(Ports.Out).Endpoint.Port);
    }
}
