using System.Text;
using FsCheck.Xunit;
using Spinner.Probes;
using Xunit;

namespace Spinner.Actors.Tests.Probes;

public sealed class NotifyParserTests
{
    public static TheoryData<string, object> Known() => new()
    {
        { "READY=1", new NotifyMessage { Ready = true } },
        { "STOPPING=1", new NotifyMessage { Stopping = true } },
        { "WATCHDOG=1", new NotifyMessage { Watchdog = true } },
        { "WATCHDOG=trigger", new NotifyMessage { WatchdogTrigger = true } },
        { "STATUS=half way = 50 %", new NotifyMessage { Status = "half way = 50 %" } },
        { "STATUS=", new NotifyMessage { Status = "" } },
        { "EXTEND_TIMEOUT_USEC=1500000", new NotifyMessage { ExtendTimeout = TimeSpan.FromSeconds(1.5) } },
        { "WATCHDOG_USEC=20000000", new NotifyMessage { WatchdogInterval = TimeSpan.FromSeconds(20) } },
        { "WATCHDOG_USEC=0", new NotifyMessage { WatchdogInterval = TimeSpan.Zero } },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Each_known_assignment_is_understood(string text, object expected) => Assert.Equal(expected, Parse(text));

    [Fact]
    public void Assignments_of_one_datagram_add_up_and_the_last_of_a_name_counts() => Assert.Equal(
        new NotifyMessage { Ready = true, Status = "new", Watchdog = true },
        Parse("STATUS=old\nREADY=1\nWATCHDOG=1\nSTATUS=new\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n=\n==1")]
    [InlineData("READY")]
    [InlineData("READY=")]
    [InlineData("READY=0")]
    [InlineData("READY=11")]
    [InlineData("ready=1")]
    [InlineData(" READY=1")]
    [InlineData("WATCHDOG=2")]
    [InlineData("FDSTORE=1\nBARRIER=1\nX_MINE=1")]
    [InlineData("RELOADING=1\nMAINPID=4711\nERRNO=2")]
    [InlineData("EXTEND_TIMEOUT_USEC=")]
    [InlineData("EXTEND_TIMEOUT_USEC=-1")]
    [InlineData("EXTEND_TIMEOUT_USEC=1s")]
    [InlineData("WATCHDOG_USEC=18446744073709551616")]
    public void What_is_unknown_or_malformed_says_nothing(string text) => Assert.Equal(NotifyMessage.Nothing, Parse(text));

    [Fact]
    public void A_bad_line_does_not_spoil_its_neighbours() =>
        Assert.Equal(new NotifyMessage { Ready = true, Watchdog = true }, Parse("READY=1\nWATCHDOG=1\nWATCHDOG=x\n\0\xff=\nWATCHDOG="));

    [Fact]
    public void Infinity_is_a_time_that_timers_take() =>
        Assert.Equal(TimeSpan.FromDays(30), Parse($"EXTEND_TIMEOUT_USEC={ulong.MaxValue}").ExtendTimeout);

    [Theory]
    [InlineData("a\tb\u001b[31mred\rc", "a b [31mred c")]
    [InlineData("  trimmed \r", "trimmed")]
    [InlineData("turned\u202earound\u2028line", "turned around line")]
    [InlineData("Zürich 😀", "Zürich 😀")]
    public void A_status_is_fit_to_be_shown(string said, string shown) => Assert.Equal(shown, Parse($"STATUS={said}").Status);

    [Fact]
    public void A_status_that_is_no_UTF8_is_mended() =>
        Assert.Equal("a\ufffdb", NotifyParser.Parse([.. "STATUS=a"u8, 0xff, .. "b"u8]).Status);

    [Fact]
    public void A_long_status_is_cut_between_two_characters()
    {
        string faces = string.Concat(Enumerable.Repeat("😀", NotifyParser.MaxStatus));

        string shown = Parse($"STATUS={faces}").Status!;

        Assert.Equal(string.Concat(Enumerable.Repeat("😀", (NotifyParser.MaxStatus / 2) - 1)) + "…", shown);
    }

    [Fact]
    public void A_status_of_just_the_longest_length_is_whole()
    {
        string longest = new('x', NotifyParser.MaxStatus);

        Assert.Equal(longest, Parse($"STATUS={longest}").Status);
        Assert.Equal(longest[1..] + "…", Parse($"STATUS={longest}x").Status);
    }

    [Fact]
    public void A_datagram_that_is_too_large_says_nothing()
    {
        string filler = new('x', NotifyParser.MaxBytes - "READY=1\n".Length);

        Assert.False(Parse($"READY=1\n{filler}").Ready);
        Assert.True(Parse($"READY=1\n{filler[1..]}").Ready);
    }

    [Property]
    public void No_bytes_make_it_fail(byte[] bytes)
    {
        NotifyMessage message = NotifyParser.Parse([.. "STATUS="u8, .. bytes, .. "\n"u8, .. bytes, .. "=1\nREADY=1"u8]);

        Assert.True(message.Ready);
        Assert.True(message.Status!.Length <= NotifyParser.MaxStatus);
        Assert.DoesNotContain(message.Status, char.IsControl);
    }

    private static NotifyMessage Parse(string text) => NotifyParser.Parse(Encoding.UTF8.GetBytes(text));
}
