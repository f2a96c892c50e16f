using Spinner.Policies;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class RestartPolicyTests
{
    private const double Random = 0.5;

    private static readonly UnexpectedEnd _failure = Exited(ExitStatus.Exited(1));
    private static readonly UnexpectedEnd _success = Exited(ExitStatus.Exited(0));

    [Theory]
    [InlineData(null, 60, RestartDecisionKind.Restart)]
    [InlineData(0.0, 60, RestartDecisionKind.Fault)]
    [InlineData(3.0, 60, RestartDecisionKind.Fault)]
    [InlineData(59.999, 60, RestartDecisionKind.Fault)]
    [InlineData(60.0, 60, RestartDecisionKind.Restart)]
    [InlineData(0.0, 0, RestartDecisionKind.Restart)]
    internal void A_second_end_within_the_tolerance_faults(double? since, double tolerance, RestartDecisionKind expected)
    {
        ChildSpec spec = Plans.Spec with { RestartTolerance = TimeSpan.FromSeconds(tolerance) };

        Assert.Equal(expected, Decide(spec, _failure, since: since).Kind);
        Assert.Equal(expected, Decide(spec, _success, since: since).Kind);
    }

    [Theory]
    [InlineData(RestartMode.Tolerance)]
    [InlineData(RestartMode.Always)]
    [InlineData(RestartMode.OnFailure)]
    public void Only_the_first_restart_in_a_row_is_made_at_once(RestartMode mode)
    {
        ChildSpec spec = Plans.Spec with { Restart = mode, RestartTolerance = TimeSpan.Zero, Backoff = TimeSpan.FromSeconds(4) };

        Assert.Equal(new RestartDecision(RestartDecisionKind.Restart, TimeSpan.Zero, "ended with exit code 1"), Decide(spec, _failure));
        Assert.Equal(TimeSpan.FromSeconds(2), Decide(spec, _failure, since: 1, consecutive: 1).Wait);
        Assert.Equal(TimeSpan.FromSeconds(4), Decide(spec, _failure, since: 1, consecutive: 2).Wait);
    }

    [Theory]
    [InlineData(RestartMode.Tolerance, 0, RestartDecisionKind.Restart)]
    [InlineData(RestartMode.Always, 0, RestartDecisionKind.Restart)]
    [InlineData(RestartMode.OnFailure, 0, RestartDecisionKind.Complete)]
    [InlineData(RestartMode.OnFailure, 3, RestartDecisionKind.Complete)]
    [InlineData(RestartMode.OnFailure, 1, RestartDecisionKind.Restart)]
    [InlineData(RestartMode.OnFailure, null, RestartDecisionKind.Restart)]
    [InlineData(RestartMode.Never, 3, RestartDecisionKind.Complete)]
    [InlineData(RestartMode.Never, 1, RestartDecisionKind.Stop)]
    [InlineData(RestartMode.Never, null, RestartDecisionKind.Stop)]
    internal void What_an_exit_code_means_depends_on_the_mode(RestartMode mode, int? code, RestartDecisionKind expected)
    {
        ChildSpec spec = Plans.Spec with { Restart = mode, SuccessCodes = [0, 3] };
        ExitStatus exit = code is { } value ? ExitStatus.Exited(value) : ExitStatus.Signalled("SIGSEGV");

        Assert.Equal(expected, Decide(spec, Exited(exit)).Kind);
    }

    [Fact]
    public void An_unknown_exit_is_no_success() =>
        Assert.Equal(
            RestartDecisionKind.Restart,
            Decide(Plans.Spec with { Restart = RestartMode.OnFailure }, Exited(ExitStatus.Unknown)).Kind);

    [Theory]
    [InlineData(RestartMode.Tolerance, RestartDecisionKind.Restart)]
    [InlineData(RestartMode.Always, RestartDecisionKind.Restart)]
    [InlineData(RestartMode.OnFailure, RestartDecisionKind.Restart)]
    [InlineData(RestartMode.Never, RestartDecisionKind.Stop)]
    internal void An_end_that_Spinner_brought_about_is_no_success(RestartMode mode, RestartDecisionKind expected) =>
        Assert.Equal(expected, Decide(Plans.Spec with { Restart = mode }, UnexpectedEnd.Forced("unhealthy")).Kind);

    [Theory]
    [InlineData(RestartMode.Tolerance)]
    [InlineData(RestartMode.Always)]
    [InlineData(RestartMode.OnFailure)]
    [InlineData(RestartMode.Never)]
    public void Too_many_ends_within_the_window_fault_in_every_mode(RestartMode mode)
    {
        ChildSpec spec = Plans.Spec with { Restart = mode, RestartTolerance = TimeSpan.Zero, RestartLimit = 3 };

        RestartDecision decision = Decide(spec, _failure, since: 1, inWindow: 4);

        Assert.Equal(RestartDecisionKind.Fault, decision.Kind);
        Assert.Equal("ended with exit code 1, unexpected end number 4 within 1 min (restart-limit 3)", decision.Cause);
        Assert.NotEqual(RestartDecisionKind.Fault, Decide(spec, _failure, since: 1, inWindow: 3).Kind);
    }

    [Fact]
    public void Without_a_limit_any_number_of_ends_is_forgiven() =>
        Assert.Equal(RestartDecisionKind.Restart, Decide(Plans.Spec with { Restart = RestartMode.Always }, _failure, since: 0, inWindow: 99).Kind);

    [Fact]
    public void A_child_that_has_completed_is_never_faulted() =>
        Assert.Equal(
            new RestartDecision(RestartDecisionKind.Complete, TimeSpan.Zero, "completed: ended with exit code 0"),
            Decide(Plans.Spec with { Restart = RestartMode.OnFailure, RestartLimit = 1 }, _success, since: 0, inWindow: 2));

    [Theory]
    [InlineData(2, 1.0, 1)]
    [InlineData(5, 0.0, 5)]
    public void Whatever_a_child_does_it_is_never_restarted_in_a_loop_without_waits(double period, double uptime, int starts)
    {
        // As a child whose runs last for a while, and are never healthy: each restart but the first one waits.
        ChildPlan plan = Plans.Of(Plans.Spec with { RestartTolerance = TimeSpan.FromSeconds(1), Restart = RestartMode.Tolerance });
        EndHistory history = new();
        TimeSpan[] waits =
        [
            .. Enumerable.Range(0, starts + 2).Select(i => RestartPolicy.Decide(
                plan, _failure, history.Record(TimeSpan.FromSeconds(i * period), TimeSpan.FromSeconds(uptime), plan), 0).Wait),
        ];

        Assert.Equal(TimeSpan.Zero, waits[0]);
        Assert.All(waits.Skip(1), wait => Assert.Equal(Backoff.Shortest, wait));
    }

    private static UnexpectedEnd Exited(ExitStatus exit) => new(exit, $"ended with {exit}");

    private static RestartDecision Decide(ChildSpec spec, UnexpectedEnd end, double? since = null, int consecutive = 0, int inWindow = 1) =>
        RestartPolicy.Decide(
            Plans.Of(spec), end, new PastEnds(since is { } gap ? TimeSpan.FromSeconds(gap) : null, consecutive, inWindow), Random);
}
