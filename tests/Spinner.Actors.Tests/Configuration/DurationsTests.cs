using Spinner.Configuration;
using Xunit;

namespace Spinner.Actors.Tests.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("5s", 5)]
    [InlineData(" 30 min ", 1800)]
    [InlineData("1.5 s", 1.5)]
    [InlineData("250 ms", 0.25)]
    [InlineData("2 hours", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("0", 0)]
    [InlineData("-5 s", -5)]
    public void A_time_has_a_number_and_a_unit(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan time));
        Assert.Equal(TimeSpan.FromSeconds(seconds), time);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5 parsecs")]
    [InlineData("1.2.3 s")]
    [InlineData("1e3 s")]
    public void Anything_else_is_no_time(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void A_time_beyond_all_ranges_does_not_overflow()
    {
        Assert.True(Durations.TryParse("999999999999999 d", out TimeSpan time));
        Assert.Equal(TimeSpan.MaxValue, time);
    }
}
