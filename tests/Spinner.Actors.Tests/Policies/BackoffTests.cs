using Spinner.Policies;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class BackoffTests
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _max = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(100, 60)]
    [InlineData(int.MaxValue, 60)]
    public void The_wait_is_drawn_below_an_end_that_doubles_up_to_the_longest(int consecutive, double upperEnd)
    {
        Assert.Equal(TimeSpan.FromSeconds(upperEnd / 2), Backoff.Wait(consecutive, _first, _max, 0.5));
        Assert.InRange(Backoff.Wait(consecutive, _first, _max, 0.999), TimeSpan.FromSeconds(upperEnd * 0.99), TimeSpan.FromSeconds(upperEnd));
    }

    [Fact]
    public void The_first_restart_in_a_row_does_not_wait() => Assert.Equal(TimeSpan.Zero, Backoff.Wait(0, _first, _max, 0.9));

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void Every_other_one_waits_for_100_ms_at_least(int consecutive)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(100), Backoff.Wait(consecutive, _first, _max, 0));
        Assert.Equal(TimeSpan.FromMilliseconds(100), Backoff.Wait(consecutive, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(100), 0.9));
    }

    [Fact]
    public void The_longest_wait_is_never_exceeded() =>
        Assert.Equal(TimeSpan.FromMilliseconds(50), Backoff.Wait(5, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50), 0.9));

    [Fact]
    public void The_longest_times_do_not_overflow() =>
        Assert.Equal(Limits.LongestTime / 2, Backoff.Wait(2000, Limits.LongestTime, Limits.LongestTime, 0.5));
}
