using Spinner.Policies;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class ChangeLimitTests
{
    private readonly ChangeLimit _limit = new();

    [Fact]
    public void The_eleventh_restart_within_a_minute_is_one_too_many()
    {
        Assert.All(Enumerable.Range(0, 10), second => Assert.True(Allows(second)));
        Assert.False(Allows(59.9));
    }

    [Fact]
    public void A_restart_a_minute_ago_no_longer_counts()
    {
        Assert.All(Enumerable.Range(0, 10), second => Assert.True(Allows(second)));

        Assert.True(Allows(60));
        Assert.False(Allows(60.5));
        Assert.True(Allows(61));
    }

    [Fact]
    public void What_is_not_allowed_does_not_count()
    {
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(Allows(0)));
        Assert.False(Allows(30));

        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(Allows(60)));
    }

    [Fact]
    public void Changes_six_seconds_apart_go_on_for_ever() => Assert.All(Enumerable.Range(0, 1000), i => Assert.True(Allows(i * 6)));

    [Fact]
    public void A_watch_that_begins_anew_has_all_its_restarts_again()
    {
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(Allows(0)));
        _limit.Clear();

        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(Allows(0)));
    }

    private bool Allows(double second) => _limit.Allows(TimeSpan.FromSeconds(second));
}
