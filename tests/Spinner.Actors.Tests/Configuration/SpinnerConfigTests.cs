using Spinner.Configuration;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Configuration;

public sealed class SpinnerConfigTests
{
    [Fact]
    public void An_empty_configuration_gives_the_defaults()
    {
        SpinnerConfigResult result = SpinnerConfig.ParseText("", "/conf");

        Assert.Empty(result.Errors);
        Assert.Empty(result.Children);
        Assert.Equal(SpinnerDefaults.StartTimeout, result.Options!.Defaults.StartTimeout);
        Assert.Equal("/conf", result.Options.Defaults.BaseDirectory);
    }

    [Fact]
    public void Every_option_of_a_child_is_read()
    {
        ChildSpec spec = Child("""
            command = "./server", args = ["--port", "{port}"], env { A = "1", "B.C" = two }
            replace-env = on, cwd = work, logger = "Log"
            start-timeout = 1s, build-timeout = 2 min, attempts = 4, stop-timeout = 500 ms, stop-signal = int, monitor = src
            stdout = "file:out.log", stderr = inherit, idle-time = 1.5 h, restart-tolerance = 0, fault-timeout = 1 day
            port-range = 8000-8001, endpoint = unix, on-demand = on
            monitor-exclude = ["*.log", node_modules], tandem = on, tandem-time = 2s, listen = inherit
            readiness { log = "ready|up" }
            log-max-size = 5 MB, log-files = 3
            liveness = tcp
            restart = on-failure, success-codes = [0, 3], backoff = 200 ms, backoff-max = 3s, healthy-time = 4s
            restart-limit = 5, restart-window = 6s, memory-limit = 512 MB, depends-on { db = healthy, "a.b" = completed }
            """,
            "db { script = a.js }\n \"a.b\" { script = a.js, restart = never }").Spec;

        Assert.True(spec.IsSameAs(new ChildSpec
        {
            Name = "web",
            BaseDirectory = "/conf",
            Command = "./server",
            Args = ["--port", "{port}"],
            Env = new Dictionary<string, string> { ["A"] = "1", ["B.C"] = "two" },
            ReplaceEnv = true,
            WorkingDirectory = "work",
            LoggerCategory = "Log",
            StartTimeout = TimeSpan.FromSeconds(1),
            BuildTimeout = TimeSpan.FromMinutes(2),
            Attempts = 4,
            StopTimeout = TimeSpan.FromMilliseconds(500),
            StopSignal = StopSignal.Interrupt,
            Monitor = ["src"],
            Stdout = OutputTarget.File("out.log") with { MaxBytes = 5_000_000, MaxFiles = 3 },
            Stderr = OutputTarget.Inherit,
            IdleTime = TimeSpan.FromMinutes(90),
            RestartTolerance = TimeSpan.Zero,
            FaultTimeout = TimeSpan.FromDays(1),
            PortRange = new PortRange(8000, 8001),
            Endpoint = EndpointKind.Unix,
            MonitorExclude = ["*.log", "node_modules"],
            Tandem = true,
            TandemTime = TimeSpan.FromSeconds(2),
            Listen = ListenMode.Inherit,
            Readiness = ReadinessCheck.LogLine("ready|up"),
            Liveness = LivenessCheck.Tcp,
            Restart = RestartMode.OnFailure,
            SuccessCodes = [0, 3],
            Backoff = TimeSpan.FromMilliseconds(200),
            BackoffMax = TimeSpan.FromSeconds(3),
            HealthyTime = TimeSpan.FromSeconds(4),
            RestartLimit = 5,
            RestartWindow = TimeSpan.FromSeconds(6),
            MemoryLimit = 512_000_000,
            DependsOn = new Dictionary<string, DependencyCondition>
            {
                ["db"] = DependencyCondition.Healthy,
                ["a.b"] = DependencyCondition.Completed,
            },
        }), spec.ToString());
    }

    [Fact]
    public void Every_option_of_the_spinner_is_read()
    {
        SpinnerOptions options = Parse("""
            process.launcher = portable
            max-stop-timeout = 1 h
            kill-timeout = 1s
            max-waiters = 5
            tail { lines = 6, line-length = 7 }
            output { ring-lines = 9 }
            ports.rest = 8s
            runtime-folder = run
            run-file = state/runs
            """).Options!;

        Assert.Equal(LauncherKind.Portable, options.Launcher);
        Assert.Equal(TimeSpan.FromHours(1), options.MaxStopTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), options.KillTimeout);
        Assert.Equal((5, 6, 7, 9), (options.MaxWaiters, options.TailLines, options.TailLineLength, options.RingLines));
        Assert.Equal(TimeSpan.FromSeconds(8), options.PortRest);
        Assert.Equal("/conf/run", options.RuntimeFolder);
        Assert.Equal("/conf/state/runs", options.RunFile);
    }

    [Fact]
    public void Names_with_dots_slashes_spaces_and_quotes_are_names()
    {
        SpinnerConfigResult result = Parse("""
            children {
              "./a.js" { script = "a.js" }
              "a.b" { script = "a.js" }
              "two words" { script = "a.js" }
              "q\"q" { script = "a.js" }
            }
            """);

        Assert.Equal(["./a.js", "a.b", "q\"q", "two words"], result.Children.Select(child => child.Spec.Name.Value));
    }

    [Fact]
    public void Children_never_idle_stop_unless_on_demand()
    {
        Assert.Equal((Timeout.InfiniteTimeSpan, false), Idle(Child("script = a.js")));
        Assert.Equal((null, true), Idle(Child("script = a.js, on-demand = on")));
        Assert.Equal((Timeout.InfiniteTimeSpan, true), Idle(Child("script = a.js, on-demand = on, idle-time = -1")));
        Assert.Equal((Timeout.InfiniteTimeSpan, true), Idle(Child("script = a.js, on-demand = on, idle-time = never")));

        static (TimeSpan?, bool) Idle(ConfiguredChild child) => (child.Spec.IdleTime, child.OnDemand);
    }

    [Fact]
    public void An_idle_time_that_would_do_nothing_is_refused() =>
        Assert.Contains("add on-demand = on", Assert.Single(Errors("children.web { script = a.js, idle-time = 5 min }")), StringComparison.Ordinal);

    [Fact]
    public void Null_drops_the_output_with_and_without_quotes()
    {
        Assert.Equal(OutputTarget.Null, Child("script = a.js, stdout = \"null\"").Spec.Stdout);
        Assert.Equal(OutputTarget.Null, Child("script = a.js, stdout = null").Spec.Stdout);
    }

    [Fact]
    public void The_specifications_name_of_the_start_timeout_wins_over_the_default() =>
        Assert.Equal(TimeSpan.FromSeconds(9), Parse("defaults.timeout = 9s").Options!.Defaults.StartTimeout);

    [Fact]
    public void Every_error_is_told_at_once()
    {
        IReadOnlyList<string> errors = Errors("""
            maxwaiters = 5
            max-waiters = many
            tail.linse = 5
            kill-timeout = 10
            ports.rest = -1 s
            process.launcher = magic
            defaults { attempts = 0, args = [x], port-range = 9-1 }
            children {
              web { script = a.js, command = node, stop-timeout = 1 h, stdout = somewhere, monitr = x, env = 5 }
              none { }
              text = 5
              "" { script = a.js }
            }
            """);

        string[] expected =
        [
            "spinner.maxwaiters is no key of Spinner; did you mean \"max-waiters\"?",
            "spinner.max-waiters \"many\" is not understood: give a whole number",
            "spinner.tail.linse is no key of Spinner; did you mean \"tail.lines\"?",
            "spinner.kill-timeout \"10\" is not understood: give a time with its unit",
            "spinner.ports.rest -1 s is out of range",
            "spinner.process.launcher \"magic\" is not understood: give auto or portable",
            "spinner.defaults.attempts 0 is out of range: give 1-1000",
            "spinner.defaults.args is no key of Spinner",
            "spinner.defaults.port-range 9-1 is out of range",
            "spinner.children.\"web\".script and command exclude each other",
            "spinner.children.\"web\".stop-timeout 60 min is out of range: give 0 s to 5 min",
            "spinner.children.\"web\".stdout \"somewhere\" is not understood",
            "spinner.children.\"web\".monitr is no key of Spinner; did you mean \"monitor\"?",
            "spinner.children.\"web\".env is not a section",
            "spinner.children.\"none\".command, args and script are all missing",
            "spinner.children.\"text\" is not a section",
            "spinner.children.\"\".name is empty",
        ];
        Assert.All(expected, start => Assert.Single(errors, error => error.StartsWith(start, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, errors.Count);
    }

    [Fact]
    public void A_default_command_is_something_to_run() =>
        Assert.Empty(Parse("defaults.command = node\n children.web { }").Errors);

    [Theory]
    [InlineData("spinner { a = ${NO_SUCH_VARIABLE} }")]
    [InlineData("spinner { runtime-folder = ${?HOME} }")]
    [InlineData("spinner { a = file:/x }")]
    [InlineData("spinner = 5")]
    public void Text_the_parser_cannot_read_is_an_error_and_no_exception(string hocon) =>
        Assert.Single(SpinnerConfig.ParseText(hocon, "/conf").Errors);

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        Assert.Contains("cannot be read", Assert.Single(SpinnerConfig.ParseFile("/no/such/file.conf").Errors), StringComparison.Ordinal);

    [Fact]
    public void Options_set_by_code_are_judged_too()
    {
        SpinnerOptions options = new()
        {
            Launcher = (LauncherKind)7,
            MaxWaiters = 0,
            TailLines = -1,
            TailLineLength = 0,
            KillTimeout = TimeSpan.Zero,
            RuntimeFolder = "relative",
            RunFile = "/a/folder/",
            RingLines = 100_001,
            Defaults = new ChildSpec
            {
                Name = "d",
                Args = ["x"],
                Script = "a.js",
                Attempts = 0,
                DependsOn = new Dictionary<string, DependencyCondition>(),
            },
        };

        Assert.Equal(12, OptionsRules.Errors(options).Count);
    }

    private static SpinnerConfigResult Parse(string spinner) => SpinnerConfig.ParseText($"spinner {{\n{spinner}\n}}", "/conf");

    private static IReadOnlyList<string> Errors(string spinner)
    {
        SpinnerConfigResult result = Parse(spinner);
        Assert.Null(result.Options);
        return result.Errors;
    }

    private static ConfiguredChild Child(string options, string others = "")
    {
        SpinnerConfigResult result = Parse($"children {{ web {{\n{options}\n}}\n{others} }}");
        Assert.Empty(result.Errors);
        return Assert.Single(result.Children, child => child.Spec.Name == "web");
    }
}
