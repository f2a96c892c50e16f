using Spinner.Policies;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class EndHistoryTests
{
    private static readonly ChildPlan _plan = Plans.Of(Plans.Spec with
    {
        RestartLimit = 3,
        RestartWindow = TimeSpan.FromSeconds(10),
        HealthyTime = TimeSpan.FromSeconds(5),
    });

    private readonly EndHistory _history = new();

    [Fact]
    public void The_first_end_has_nothing_before_it() => Assert.Equal(new PastEnds(null, 0, 1), Record(at: 100));

    [Fact]
    public void Each_end_knows_how_long_ago_the_previous_one_was()
    {
        Record(at: 1);

        Assert.Equal(TimeSpan.FromSeconds(3), Record(at: 4).SincePrevious);
        Assert.Equal(TimeSpan.FromSeconds(100), Record(at: 104).SincePrevious);
    }

    [Fact]
    public void Ends_in_a_row_are_counted_until_a_run_was_healthy()
    {
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(i => Record(at: i * 20, uptime: 4.9).Consecutive));
        Assert.Equal([0, 1], new[] { Record(at: 100, uptime: 5), Record(at: 101, uptime: 0) }.Select(past => past.Consecutive));
    }

    [Fact]
    public void Ends_leave_the_window_when_they_are_as_old_as_it_is_long()
    {
        Assert.Equal([1, 2, 3], new[] { Record(at: 0), Record(at: 4), Record(at: 9.9) }.Select(past => past.InWindow));
        Assert.Equal(3, Record(at: 10).InWindow);
        Assert.Equal(1, Record(at: 20).InWindow);
    }

    [Fact]
    public void No_more_times_are_kept_than_the_limit_needs() =>
        Assert.Equal([1, 2, 3, 4, 4, 4], Enumerable.Range(0, 6).Select(i => Record(at: i).InWindow));

    [Fact]
    public void A_cleared_history_begins_anew()
    {
        Record(at: 1);
        Record(at: 2);
        _history.Clear();

        Assert.Equal(new PastEnds(null, 0, 1), Record(at: 3));
    }

    private PastEnds Record(double at, double uptime = 0) => _history.Record(TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(uptime), _plan);
}
