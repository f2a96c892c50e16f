using Spinner.Policies;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

/// <summary>Readiness and liveness: what a plan says of them, and what is refused.</summary>
public sealed class CheckTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Without_a_word_a_child_is_ready_when_it_listens_and_alive_while_its_process_is()
    {
        ChildPlan plan = Plans.Of(Plans.Spec);

        Assert.Equal(ReadinessCheck.Listen, plan.Readiness);
        Assert.Equal(LivenessCheck.None, plan.Liveness);
    }

    [Fact]
    public void Http_readiness_has_path_interval_and_timeout() =>
        Assert.Equal(
            new ReadinessCheck(ReadinessKind.Http)
            {
                Path = "/",
                Interval = SpinnerDefaults.ReadinessInterval,
                Timeout = SpinnerDefaults.CheckTimeout,
            },
            Readiness(new ReadinessCheck(ReadinessKind.Http)));

    [Fact]
    public void A_command_of_a_check_is_found_like_the_command_of_a_child()
    {
        Assert.Equal(["/app/server", "{port}"], Readiness(ReadinessCheck.Exec("./server", "{port}")).Command!);
        Assert.Equal(["/usr/bin/sh", "-c", "true"], Liveness(LivenessCheck.Exec("sh", "-c", "true")).Command!);
    }

    [Fact]
    public void A_path_in_the_default_check_starts_at_the_directory_of_the_defaults()
    {
        ChildSpec defaults = Plans.NoDefaults with
        {
            BaseDirectory = "/app",
            Readiness = ReadinessCheck.Exec("./server"),
            Liveness = LivenessCheck.Exec("./server"),
        };

        ChildPlan plan = Plans.Of(Plans.Spec with { BaseDirectory = "/home/me" }, defaults);

        Assert.Equal(["/app/server"], plan.Readiness.Command!);
        Assert.Equal(["/app/server"], plan.Liveness.Command!);
    }

    [Fact]
    public void A_check_of_the_spec_has_nothing_of_the_default_one()
    {
        ChildSpec defaults = Plans.NoDefaults with { Readiness = ReadinessCheck.Http("/a") with { Interval = _second * 7 } };

        ChildPlan plan = Plans.Of(Plans.Spec with { Readiness = ReadinessCheck.Http("/b") }, defaults);

        Assert.Equal(("/b", SpinnerDefaults.ReadinessInterval), (plan.Readiness.Path, plan.Readiness.Interval));
    }

    [Theory]
    [InlineData(ReadinessKind.Listen)]
    [InlineData(ReadinessKind.Notify)]
    public void Readiness_that_is_waited_for_has_no_parts(ReadinessKind kind) =>
        Assert.Equal(new ReadinessCheck(kind), Readiness(new ReadinessCheck(kind)));

    [Fact]
    public void A_log_line_has_its_pattern_alone() =>
        Assert.Equal(ReadinessCheck.LogLine("ready"), Readiness(ReadinessCheck.LogLine("ready")));

    [Fact]
    public void Liveness_by_tcp_has_every_default() =>
        Assert.Equal(
            new LivenessCheck(LivenessKind.Tcp)
            {
                Interval = SpinnerDefaults.LivenessInterval,
                Timeout = SpinnerDefaults.CheckTimeout,
                Failures = SpinnerDefaults.LivenessFailures,
                Successes = SpinnerDefaults.LivenessSuccesses,
                Grace = SpinnerDefaults.LivenessGrace,
            },
            Liveness(LivenessCheck.Tcp));

    [Fact]
    public void A_watchdog_fails_at_once_and_has_no_interval() =>
        Assert.Equal(
            new LivenessCheck(LivenessKind.Watchdog) { Timeout = SpinnerDefaults.WatchdogTimeout, Failures = 1, Successes = 1, Grace = _second },
            Liveness(new LivenessCheck(LivenessKind.Watchdog) { Grace = _second }));

    [Fact]
    public void What_is_given_stands()
    {
        LivenessCheck check = LivenessCheck.Http("/alive?deep=1") with { Interval = _second, Timeout = _second, Failures = 9, Successes = 8, Grace = TimeSpan.Zero };

        Assert.Equal(check, Liveness(check));
    }

    public static TheoryData<ReadinessCheck, string> WrongReadiness => new()
    {
        { new ReadinessCheck((ReadinessKind)9), "readiness 9 is unknown" },
        { ReadinessCheck.Http("health"), "readiness http \"health\" is no path" },
        { ReadinessCheck.Http("//elsewhere/"), "readiness http \"//elsewhere/\" is no path" },
        { ReadinessCheck.Http("/a b"), "readiness http \"/a b\" is no path" },
        { ReadinessCheck.Http("/ä"), "readiness http \"/ä\" is no path" },
        { ReadinessCheck.Http(""), "readiness http \"\" is no path" },
        { new ReadinessCheck(ReadinessKind.LogLine), "readiness log has no pattern" },
        { ReadinessCheck.LogLine(""), "readiness log has no pattern" },
        { ReadinessCheck.LogLine("(\n"), "readiness log \"(\\u000a\" is no regular expression (InsufficientClosingParentheses at character 2)" },
        { ReadinessCheck.LogLine("(?=a)b"), "readiness log \"(?=a)b\" needs backtracking" },
        { ReadinessCheck.LogLine(@"(a)\1"), "readiness log \"(a)\\\\1\" needs backtracking" },
        { ReadinessCheck.Exec(), "readiness exec has no command" },
        { ReadinessCheck.Exec(""), "readiness exec[0] is empty" },
        { ReadinessCheck.Exec("sh", "x\0"), "readiness exec[1] \"x\\u0000\" contains a NUL" },
        { ReadinessCheck.Exec("gone"), "readiness exec \"gone\" is not in the PATH" },
        { ReadinessCheck.Exec("./gone"), "readiness exec \"./gone\" does not exist (/app/gone)" },
        { ReadinessCheck.Exec("./a.sh"), "readiness exec \"./a.sh\" is not executable (/app/a.sh): make it so (chmod +x), or put sh before it." },
        { ReadinessCheck.Exec("./notes.txt"), "readiness exec \"./notes.txt\" is not executable" },
        { ReadinessCheck.Http("/") with { Interval = TimeSpan.FromMilliseconds(9) }, "readiness interval 9 ms is out of range: give 10 ms to 60 min" },
        { ReadinessCheck.Http("/") with { Timeout = TimeSpan.Zero }, "readiness timeout 0 s is out of range: give more than 0 s and at most 60 min" },
        { ReadinessCheck.Listen with { Interval = _second }, "readiness listen has no use for interval" },
        { ReadinessCheck.LogLine("x") with { Timeout = _second }, "readiness log has no use for timeout" },
        { ReadinessCheck.Notify with { Path = "/" }, "readiness notify has no use for path" },
        { ReadinessCheck.Http("/") with { Pattern = "x" }, "readiness http has no use for pattern" },
        { ReadinessCheck.Http("/") with { Command = [] }, "readiness http has no use for command" },
    };

    [Theory]
    [MemberData(nameof(WrongReadiness))]
    public void A_wrong_readiness_is_told(ReadinessCheck check, string expected) =>
        Assert.StartsWith(expected, Plans.Error(Plans.Spec with { Readiness = check }), StringComparison.Ordinal);

    public static TheoryData<LivenessCheck, string> WrongLiveness => new()
    {
        { new LivenessCheck((LivenessKind)9), "liveness 9 is unknown" },
        { LivenessCheck.Http("health"), "liveness http \"health\" is no path" },
        { LivenessCheck.Exec(), "liveness exec has no command" },
        { LivenessCheck.Exec("gone"), "liveness exec \"gone\" is not in the PATH" },
        { LivenessCheck.Tcp with { Interval = TimeSpan.FromMilliseconds(99) }, "liveness interval 99 ms is out of range: give 100 ms to 1 d" },
        { LivenessCheck.Tcp with { Timeout = TimeSpan.FromDays(2) }, "liveness timeout 2 d is out of range" },
        { LivenessCheck.Watchdog(TimeSpan.Zero), "liveness watchdog 0 s is out of range" },
        { LivenessCheck.Tcp with { Failures = 0 }, "liveness failures 0 is out of range: give 1-1000" },
        { LivenessCheck.Tcp with { Successes = 1001 }, "liveness successes 1001 is out of range" },
        { LivenessCheck.Tcp with { Grace = -_second }, "liveness grace -1 s is out of range" },
        { LivenessCheck.None with { Failures = 1 }, "liveness none has no use for failures" },
        { LivenessCheck.None with { Timeout = _second }, "liveness none has no use for timeout" },
        { LivenessCheck.Watchdog(_second) with { Interval = _second }, "liveness watchdog has no use for interval" },
        { LivenessCheck.Watchdog(_second) with { Failures = 3 }, "liveness watchdog has no use for failures" },
        { LivenessCheck.Tcp with { Path = "/" }, "liveness tcp has no use for path" },
    };

    [Theory]
    [MemberData(nameof(WrongLiveness))]
    public void A_wrong_liveness_is_told(LivenessCheck check, string expected) =>
        Assert.StartsWith(expected, Plans.Error(Plans.Spec with { Liveness = check }), StringComparison.Ordinal);

    [Fact]
    public void The_edges_of_the_ranges_are_inside() => Plans.Of(Plans.Spec with
    {
        Readiness = ReadinessCheck.Http("/") with { Interval = TimeSpan.FromMilliseconds(10), Timeout = TimeSpan.FromHours(1) },
        Liveness = LivenessCheck.Tcp with
        {
            Interval = TimeSpan.FromMilliseconds(100),
            Timeout = TimeSpan.FromDays(1),
            Failures = 1000,
            Successes = 1000,
            Grace = TimeSpan.FromDays(1),
        },
    });

    private static ReadinessCheck Readiness(ReadinessCheck check) => Plans.Of(Plans.Spec with { Readiness = check }).Readiness;

    private static LivenessCheck Liveness(LivenessCheck check) => Plans.Of(Plans.Spec with { Liveness = check }).Liveness;
}
