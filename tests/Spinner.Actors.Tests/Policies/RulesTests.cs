using Spinner.Policies;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class RulesTests
{
    [Theory]
    [InlineData(0, 3, false)]
    [InlineData(2, 3, false)]
    [InlineData(3, 3, true)]
    [InlineData(4, 3, true)]
    public void Attempts_are_exhausted_by_as_many_failures(int failed, int attempts, bool exhausted) =>
        Assert.Equal(exhausted, StartPolicy.Exhausted(failed, attempts));

    [Theory]
    [InlineData(0, 60, 60.0)]
    [InlineData(59, 60, 1.0)]
    [InlineData(60, 60, null)]
    [InlineData(0, 0, null)]
    public void A_fault_lasts_for_the_fault_timeout(int since, int timeout, double? retryAfter) =>
        Assert.Equal(
            retryAfter is { } wait ? TimeSpan.FromSeconds(wait) : null,
            StartPolicy.RetryAfter(TimeSpan.FromSeconds(since), TimeSpan.FromSeconds(timeout)));

    [Theory]
    [InlineData(0, 1800, 1800.0)]
    [InlineData(1799, 1800, 1.0)]
    [InlineData(1800, 1800, 0.0)]
    [InlineData(5000, 1800, 0.0)]
    public void A_child_is_idle_when_its_last_use_is_that_long_ago(int since, int idle, double remaining) =>
        Assert.Equal(TimeSpan.FromSeconds(remaining), IdlePolicy.Remaining(TimeSpan.FromSeconds(since), TimeSpan.FromSeconds(idle), holders: 0));

    [Fact]
    public void Without_an_idle_time_a_child_is_never_idle() =>
        Assert.Null(IdlePolicy.Remaining(TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan, holders: 0));

    [Fact]
    public void A_child_that_is_held_is_never_idle() =>
        Assert.Null(IdlePolicy.Remaining(TimeSpan.FromDays(1), TimeSpan.FromMinutes(30), holders: 1));

    [Fact]
    public void A_state_is_spelled_as_in_the_specification() => Assert.Equal(
        ["stopped", "starting", "started", "stopping", "faulted", "restart"], Enum.GetValues<ChildState>().Select(state => state.ToWire()));
}
