using Akka.Configuration;
using Spinner.Configuration;
using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Configuration;

/// <summary>The options of a child's life, as a configuration spells them.</summary>
public sealed class ChildOptionsTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("monitor = src", "src")]
    [InlineData("monitor = [src, \"lib/**/*.js\"]", "src lib/**/*.js")]
    [InlineData("monitor = \"\"", "")]
    [InlineData("monitor = []", "")]
    [InlineData("monitor = [ ]", "")]
    [InlineData("monitor = null", null)]
    [InlineData("", null)]
    public void What_is_watched_is_a_text_or_a_list(string option, string? expected)
    {
        IReadOnlyList<string>? monitor = Child(option).Monitor;

        Assert.Equal(expected, monitor is null ? null : string.Join(' ', monitor));
    }

    public static TheoryData<string, ReadinessCheck?> Readiness => new()
    {
        { "readiness = listen", ReadinessCheck.Listen },
        { "readiness = notify", ReadinessCheck.Notify },
        { "readiness = none", ReadinessCheck.None },
        { "readiness = null", null },
        { "readiness { http = \"/health?x=1\" }", ReadinessCheck.Http("/health?x=1") },
        { "readiness.http = \"/\"", ReadinessCheck.Http("/") },
        { "readiness { log = \"off\" }", ReadinessCheck.LogLine("off") },
        { "readiness { exec = [sh, \"-c\", \"exit 0\"] }", ReadinessCheck.Exec("sh", "-c", "exit 0") },
        {
            "readiness { http = \"/\", interval = 20 ms, timeout = 1s, log = null, exec = null }",
            ReadinessCheck.Http("/") with { Interval = TimeSpan.FromMilliseconds(20), Timeout = _second }
        },
    };

    [Theory]
    [MemberData(nameof(Readiness))]
    public void Readiness_is_a_word_or_a_section(string option, ReadinessCheck? expected) => Assert.Equal(expected, Child(option).Readiness);

    public static TheoryData<string, LivenessCheck?> Liveness => new()
    {
        { "liveness = none", LivenessCheck.None },
        { "liveness = tcp", LivenessCheck.Tcp },
        { "liveness = watchdog", new LivenessCheck(LivenessKind.Watchdog) },
        { "liveness = null", null },
        { "liveness { tcp = on }", LivenessCheck.Tcp },
        { "liveness { tcp = off, http = \"/\" }", LivenessCheck.Http("/") },
        { "liveness { watchdog = 5s, successes = 2, grace = 0 }", LivenessCheck.Watchdog(_second * 5) with { Successes = 2, Grace = TimeSpan.Zero } },
        { "liveness { exec = [sh] }", LivenessCheck.Exec("sh") },
        {
            "liveness { http = \"/\", interval = 1s, timeout = 2s, failures = 3, successes = 4, grace = 5s }",
            LivenessCheck.Http("/") with { Interval = _second, Timeout = _second * 2, Failures = 3, Successes = 4, Grace = _second * 5 }
        },
    };

    [Theory]
    [MemberData(nameof(Liveness))]
    public void Liveness_is_a_word_or_a_section(string option, LivenessCheck? expected) => Assert.Equal(expected, Child(option).Liveness);

    [Theory]
    [InlineData("readiness = magic", "readiness \"magic\" is not understood: give listen, notify, none, or a section with http, log or exec.")]
    [InlineData("readiness = [http]", "readiness is a list: give a single value.")]
    [InlineData("readiness { }", "readiness does not say what is checked: give one of http, log, exec.")]
    [InlineData("readiness { interval = 1s }", "readiness does not say what is checked")]
    [InlineData("readiness { http = \"/\", log = x }", "readiness has http and log: give one of them, and set to null what another file gives.")]
    [InlineData("readiness { http = \"/\", intervall = 1s }", "readiness.intervall is no key of Spinner; did you mean \"interval\"?")]
    [InlineData("readiness { http = \"/\", interval = 1 }", "readiness.interval \"1\" is not understood: give a time with its unit")]
    [InlineData("readiness { http = health }", "readiness http \"health\" is no path")]
    [InlineData("readiness { log = \"(\" }", "readiness log \"(\" is no regular expression")]
    [InlineData("readiness { log = x, timeout = 1s }", "readiness log has no use for timeout")]
    [InlineData("readiness { exec = \"sh -c true\" }", "readiness.exec is not a list of texts")]
    [InlineData("readiness { exec = [] }", "readiness exec has no command")]
    [InlineData("liveness = magic", "liveness \"magic\" is not understood: give none, tcp, watchdog, or a section with http, tcp, exec or watchdog.")]
    [InlineData("liveness { tcp = off }", "liveness does not say what is checked: give one of http, tcp, exec, watchdog.")]
    [InlineData("liveness { tcp = maybe }", "liveness.tcp \"maybe\" is not understood: give on or off.")]
    [InlineData("liveness { watchdog = 5s, timeout = 5s }", "liveness.timeout stands beside watchdog")]
    [InlineData("liveness { watchdog = 0 }", "liveness watchdog 0 s is out of range")]
    [InlineData("liveness { tcp = on, failures = x }", "liveness.failures \"x\" is not understood")]
    [InlineData("monitor { a = b }", "monitor is not a list of texts")]
    [InlineData("restart = sometimes", "restart \"sometimes\" is not understood: give tolerance, always, on-failure or never.")]
    [InlineData("listen = loudly", "listen \"loudly\" is not understood: give bind or inherit.")]
    [InlineData("endpoint = pipe", "endpoint \"pipe\" is not understood: give tcp, unix or none.")]
    [InlineData("success-codes = 0", "success-codes is not a list of numbers: write [0, 1].")]
    [InlineData("success-codes = [0, one]", "success-codes[1] \"one\" is not understood: give a whole number.")]
    [InlineData("success-codes = [256]", "success-codes 256 is out of range: give 0-255.")]
    [InlineData("memory-limit = 512", "memory-limit \"512\" is not understood: give a size with its unit, such as 512 MB or 1.5 GiB.")]
    [InlineData("memory-limit = 1 kB", "memory-limit 1 kB is out of range: give at least 1 MB, or 0 (no limit).")]
    [InlineData("depends-on = db", "depends-on is not a section: write { db = healthy }.")]
    [InlineData("depends-on { web = started }", "depends-on \"web\" is the child itself")]
    [InlineData("endpoint = none, liveness = tcp", "liveness tcp needs an endpoint")]
    [InlineData("readiness = none, liveness = tcp", "liveness tcp needs an endpoint")]
    [InlineData("tandem = on, listen = inherit", "tandem with listen inherit does not go with readiness listen")]
    [InlineData("backoff = 2 min", "backoff 2 min is longer than backoff-max 1 min")]
    public void A_wrong_option_is_told_once_where_it_stands(string option, string expected) =>
        Assert.StartsWith($"spinner.children.\"web\".{expected}", Assert.Single(Parse($"children.web {{ script = a.js, {option} }}").Errors), StringComparison.Ordinal);

    [Fact]
    public void What_is_wrong_with_the_defaults_is_not_told_again_for_every_child() =>
        Assert.StartsWith(
            "spinner.defaults.backoff 2 min is longer",
            Assert.Single(Parse("defaults.backoff = 2 min\n children { a { script = a.js }\n b { script = a.js } }").Errors),
            StringComparison.Ordinal);

    [Fact]
    public void A_child_that_does_not_go_with_the_defaults_is_told() =>
        Assert.StartsWith(
            "spinner.children.\"b\".tandem with listen inherit",
            Assert.Single(Parse("""
                defaults { tandem = on, listen = inherit }
                children {
                  a { script = a.js, readiness = notify }
                  b { script = a.js }
                }
                """).Errors),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("defaults.readiness = none", "", EndpointKind.None, ReadinessKind.None)]
    [InlineData("defaults.endpoint = none", "", EndpointKind.None, ReadinessKind.None)]
    [InlineData("defaults { endpoint = unix, readiness = none }", "", EndpointKind.Unix, ReadinessKind.None)]
    [InlineData("defaults.readiness = none", "readiness = listen", EndpointKind.Tcp, ReadinessKind.Listen)]
    [InlineData("", "readiness = none", EndpointKind.None, ReadinessKind.None)]
    [InlineData("", "endpoint = none", EndpointKind.None, ReadinessKind.None)]
    [InlineData("", "", EndpointKind.Tcp, ReadinessKind.Listen)]
    public void A_worker_is_one_by_its_endpoint_or_its_readiness(string defaults, string option, EndpointKind endpoint, ReadinessKind readiness)
    {
        SpinnerConfigResult result = Parse($"{defaults}\n children.web {{ command = node, {option} }}");
        Assert.Empty(result.Errors);

        ChildPlan plan = PlanResolver.Resolve(
            result.Children[0].Spec, result.Options!.Defaults, SpinnerDefaults.MaxStopTimeout, new EverythingExists()).Plan!;

        Assert.Equal((endpoint, readiness), (plan.Endpoint, plan.Readiness.Kind));
    }

    [Fact]
    public void Two_files_with_another_check_each_need_a_null()
    {
        Config below = ConfigurationFactory.ParseString("spinner.children.web { script = a.js, readiness { log = ready } }");
        SpinnerConfigResult Over(string file) => SpinnerConfig.Parse(ConfigurationFactory.ParseString(file).WithFallback(below), "/conf");

        Assert.Contains("readiness has http and log", Assert.Single(Over("spinner.children.web.readiness.http = \"/\"").Errors), StringComparison.Ordinal);
        Assert.Equal(
            ReadinessCheck.Http("/"),
            Assert.Single(Over("spinner.children.web.readiness { http = \"/\", log = null }").Children).Spec.Readiness);
    }

    [Fact]
    public void A_dependency_that_is_no_child_is_told_with_the_child_that_was_meant() =>
        Assert.Equal(
            "spinner.children.\"web\".depends-on \"dbb\" is no child of this configuration; did you mean \"db\"?",
            Assert.Single(Parse("children { db { script = a.js }\n web { script = a.js, depends-on { dbb = healthy } } }").Errors));

    [Fact]
    public void A_short_name_with_no_letter_in_common_is_not_what_was_meant() =>
        Assert.Equal(
            "spinner.children.\"web\".depends-on \"zz\" is no child of this configuration.",
            Assert.Single(Parse("children { db { script = a.js }\n web { script = a.js, depends-on { zz = healthy } } }").Errors));

    [Fact]
    public void A_circle_is_told_once_and_by_name() =>
        Assert.Equal(
            "spinner.children: depends-on goes in a circle, \"a\" on \"b\" on \"c\" on \"a\": take one of these dependencies out.",
            Assert.Single(Parse("""
                children {
                  a { script = a.js, depends-on { b = started } }
                  b { script = a.js, depends-on { c = started } }
                  c { script = a.js, depends-on { a = started } }
                  d { script = a.js, depends-on { a = started } }
                }
                """).Errors));

    [Theory]
    [InlineData("", false)]
    [InlineData("restart = always", false)]
    [InlineData("restart = on-failure", true)]
    [InlineData("restart = never", true)]
    public void Only_a_child_that_is_not_restarted_after_success_can_be_waited_for_to_complete(string option, bool isFine)
    {
        IReadOnlyList<string> errors =
            Parse($"children {{ job {{ script = a.js, {option} }}\n web {{ script = a.js, depends-on {{ job = completed }} }} }}").Errors;

        Assert.Equal(isFine, errors.Count == 0);
        Assert.All(errors, error => Assert.Contains("depends-on \"job\" waits for a child that never completes", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Dependencies_are_no_default() =>
        Assert.StartsWith(
            "spinner.defaults.depends-on is no key of Spinner", Assert.Single(Parse("defaults.depends-on { db = healthy }").Errors), StringComparison.Ordinal);

    private static SpinnerConfigResult Parse(string spinner) => SpinnerConfig.ParseText($"spinner {{\n{spinner}\n}}", "/conf");

    private static ChildSpec Child(string option)
    {
        SpinnerConfigResult result = Parse($"children.web {{ script = a.js\n{option}\n}}");
        Assert.Empty(result.Errors);
        return Assert.Single(result.Children).Spec;
    }
}
