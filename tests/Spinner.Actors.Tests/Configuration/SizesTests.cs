using Spinner.Configuration;
using Spinner.Policies;
using Xunit;

namespace Spinner.Actors.Tests.Configuration;

public sealed class SizesTests
{
    [Theory]
    [InlineData("512 MB", 512_000_000)]
    [InlineData("512MiB", 536_870_912)]
    [InlineData("512M", 536_870_912)]
    [InlineData(" 1.5 GB ", 1_500_000_000)]
    [InlineData("64 KB", 64_000)]
    [InlineData("64 kB", 64_000)]
    [InlineData("64 KiB", 65_536)]
    [InlineData("1 TB", 1_000_000_000_000)]
    [InlineData("2 TiB", 2_199_023_255_552)]
    [InlineData("12 bytes", 12)]
    [InlineData("12B", 12)]
    [InlineData("0", 0)]
    [InlineData("-5 MB", -5_000_000)]
    [InlineData("999999999999999999 TB", long.MaxValue)]
    public void A_size_has_a_number_and_a_unit_of_HOCON(string text, long bytes)
    {
        Assert.True(Sizes.TryParse(text, out long size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("512")]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("5 mb")]
    [InlineData("5 parsecs")]
    [InlineData("1.2.3 MB")]
    public void Anything_else_is_no_size(string text) => Assert.False(Sizes.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(64_000, "64 kB")]
    [InlineData(1_500_000_000, "1.5 GB")]
    [InlineData(-2_000_000, "-2 MB")]
    public void A_size_is_printed_as_it_may_be_written(long bytes, string text)
    {
        Assert.Equal(text, Limits.SizeText(bytes));
        Assert.True(Sizes.TryParse(text, out long size));
        Assert.Equal(bytes, size);
    }
}
