using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class PlanResolverTests
{
    private static readonly ChildSpec _noDefaults = new() { Name = "defaults" };

    private readonly FakeHostFiles _files = FakeHostFiles.WithEverything();

    [Fact]
    public void A_silent_spec_gets_every_default_of_the_specification()
    {
        ChildPlan plan = Plan(new ChildSpec { Name = "a", Command = "node" });

        Assert.Equal("/usr/bin/node", plan.File);
        Assert.Empty(plan.Args);
        Assert.Empty(plan.Env);
        Assert.False(plan.ReplaceEnv);
        Assert.Equal("/home/me", plan.WorkingDirectory);
        Assert.Null(plan.BuildSource);
        Assert.Empty(plan.Monitor);
        Assert.Equal(SpinnerDefaults.LoggerCategory, plan.LoggerCategory);
        Assert.Equal(SpinnerDefaults.StartTimeout, plan.StartTimeout);
        Assert.Equal(SpinnerDefaults.BuildTimeout, plan.BuildTimeout);
        Assert.Equal(SpinnerDefaults.Attempts, plan.Attempts);
        Assert.Equal(SpinnerDefaults.StopTimeout, plan.StopTimeout);
        Assert.Equal(StopSignal.Terminate, plan.StopSignal);
        Assert.Equal(OutputTarget.Null, plan.Stdout);
        Assert.Equal(OutputTarget.Null, plan.Stderr);
        Assert.Equal(SpinnerDefaults.IdleTime, plan.IdleTime);
        Assert.Equal(SpinnerDefaults.RestartTolerance, plan.RestartTolerance);
        Assert.Equal(SpinnerDefaults.FaultTimeout, plan.FaultTimeout);
        Assert.Equal(SpinnerDefaults.PortRange, plan.PortRange);
        Assert.Equal(EndpointKind.Tcp, plan.Endpoint);
        Assert.Equal("/home/me", plan.BaseDirectory);
        Assert.Empty(plan.MonitorExclude);
        Assert.Equal((ListenMode.Bind, false, SpinnerDefaults.TandemTime), (plan.Listen, plan.Tandem, plan.TandemTime));
        Assert.Equal(RestartMode.Tolerance, plan.Restart);
        Assert.Equal([0], plan.SuccessCodes);
        Assert.Equal(
            (SpinnerDefaults.Backoff, SpinnerDefaults.BackoffMax, SpinnerDefaults.HealthyTime), (plan.Backoff, plan.BackoffMax, plan.HealthyTime));
        Assert.Equal((SpinnerDefaults.RestartLimit, SpinnerDefaults.RestartWindow), (plan.RestartLimit, plan.RestartWindow));
        Assert.Equal(SpinnerDefaults.MemoryLimit, plan.MemoryLimit);
        Assert.Empty(plan.DependsOn);
    }

    [Fact]
    public void What_a_spec_says_of_the_life_of_a_child_is_in_the_plan()
    {
        ChildPlan plan = Plan(new ChildSpec
        {
            Name = "a",
            Command = "node",
            Tandem = true,
            TandemTime = TimeSpan.FromSeconds(1),
            Listen = ListenMode.Inherit,
            Readiness = ReadinessCheck.Notify,
            Restart = RestartMode.OnFailure,
            SuccessCodes = [3, 0, 3],
            Backoff = TimeSpan.FromSeconds(2),
            BackoffMax = TimeSpan.FromSeconds(3),
            HealthyTime = TimeSpan.FromSeconds(4),
            RestartLimit = 5,
            RestartWindow = TimeSpan.FromSeconds(6),
            MemoryLimit = 7_000_000,
            DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Completed },
        });

        Assert.Equal((ListenMode.Inherit, true, TimeSpan.FromSeconds(1)), (plan.Listen, plan.Tandem, plan.TandemTime));
        Assert.Equal(ReadinessCheck.Notify, plan.Readiness);
        Assert.Equal(RestartMode.OnFailure, plan.Restart);
        Assert.Equal([0, 3], plan.SuccessCodes);
        Assert.Equal((2.0, 3.0, 4.0), (plan.Backoff.TotalSeconds, plan.BackoffMax.TotalSeconds, plan.HealthyTime.TotalSeconds));
        Assert.Equal((5, 6.0, 7_000_000), (plan.RestartLimit, plan.RestartWindow.TotalSeconds, plan.MemoryLimit));
        Assert.Equal(DependencyCondition.Completed, Assert.Single(plan.DependsOn, pair => pair.Key == "db").Value);
    }

    [Theory]
    [InlineData("a.js", "/usr/bin/node", "/app/a.js")]
    [InlineData("a.py", "/usr/bin/python3", "/app/a.py")]
    [InlineData("a.dll", "/usr/bin/dotnet", "/app/a.dll")]
    [InlineData("a.sh", "/usr/bin/sh", "/app/a.sh")]
    [InlineData("a.ps1", "/usr/bin/pwsh", "/app/a.ps1")]
    [InlineData("server", "/app/server", null)]
    public void A_script_is_run_by_the_runtime_of_its_extension(string script, string program, string? first)
    {
        ChildSpec spec = ChildSpec.ForScript(script, "/app") with { Args = ["--x"] };

        ChildPlan plan = Plan(spec);

        Assert.Equal(program, plan.File);
        Assert.Equal(first is null ? ["--x"] : [first, "--x"], plan.Args);
        Assert.Equal([$"/app/{script}"], plan.Monitor);
        Assert.Equal("/app", plan.WorkingDirectory);
    }

    [Fact]
    public void A_csharp_script_is_built_and_its_arguments_stay_its_own()
    {
        ChildPlan plan = Plan(ChildSpec.ForScript("./a.cs", "/app") with { Args = ["--x"] });

        Assert.Equal("/usr/bin/dotnet", plan.File);
        Assert.Equal("/app/a.cs", plan.BuildSource);
        Assert.Equal(["--x"], plan.Args);
    }

    [Fact]
    public void Without_a_command_the_first_argument_is_looked_for_in_the_working_directory()
    {
        ChildPlan plan = Plan(new ChildSpec { Name = "a", Args = ["./a.py", "-v"], BaseDirectory = "/home/me", WorkingDirectory = "/app" });

        Assert.Equal("/usr/bin/python3", plan.File);
        Assert.Equal(["/app/a.py", "-v"], plan.Args);
    }

    [Fact]
    public void A_command_with_a_directory_starts_at_the_base_directory()
    {
        Assert.Equal("/app/server", Plan(new ChildSpec { Name = "a", Command = "./server", BaseDirectory = "/app" }).File);
        Assert.Equal("/app/server", Plan(new ChildSpec { Name = "a", Command = "/app/server" }).File);
    }

    [Fact]
    public void A_command_without_a_directory_is_never_taken_from_the_base_directory()
    {
        string error = Assert.Single(Errors(new ChildSpec { Name = "a", Command = "server", BaseDirectory = "/app" }));

        Assert.Contains("command \"server\" is not in the PATH of the supervisor", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_files_start_at_the_working_directory()
    {
        ChildPlan plan = Plan(new ChildSpec
        {
            Name = "a",
            Command = "node",
            WorkingDirectory = "/app",
            Stdout = OutputTarget.File("out.log"),
            Stderr = OutputTarget.File("/home/me/err.log"),
        });

        Assert.Equal(OutputTarget.File("/app/out.log"), plan.Stdout);
        Assert.Equal(OutputTarget.File("/home/me/err.log"), plan.Stderr);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        IReadOnlyList<string> errors = Errors(new ChildSpec
        {
            Name = "a\u0001",
            Command = "nothing",
            Args = ["x\0"],
            Env = new Dictionary<string, string> { [""] = "v", ["A=B"] = "v", ["C"] = "secret\0" },
            WorkingDirectory = "gone",
            StartTimeout = TimeSpan.Zero,
            BuildTimeout = TimeSpan.FromDays(2),
            Attempts = 0,
            StopTimeout = TimeSpan.FromMinutes(6),
            StopSignal = (StopSignal)99,
            Monitor = ["gone.js"],
            Stdout = OutputTarget.File(""),
            IdleTime = TimeSpan.FromSeconds(-5),
            RestartTolerance = TimeSpan.FromSeconds(-1),
            FaultTimeout = TimeSpan.FromDays(50),
            PortRange = new PortRange(9000, 80),
            Endpoint = (EndpointKind)9,
            Listen = (ListenMode)9,
            Restart = (RestartMode)9,
            Readiness = ReadinessCheck.Http("x"),
            Liveness = LivenessCheck.Http("x"),
            TandemTime = TimeSpan.FromSeconds(-1),
            SuccessCodes = [0, 256, -1],
            Backoff = TimeSpan.Zero,
            BackoffMax = TimeSpan.FromMilliseconds(99),
            HealthyTime = TimeSpan.Zero,
            RestartLimit = 1001,
            RestartWindow = TimeSpan.Zero,
            MemoryLimit = 999_999,
            DependsOn = new Dictionary<string, DependencyCondition>
            {
                [""] = DependencyCondition.Started,
                ["a\u0001"] = DependencyCondition.Started,
                ["db"] = (DependencyCondition)9,
            },
        });

        string[] beginnings =
        [
            "name \"a\\u0001\"", "args[0]", "env has a variable without a name", "env \"A=B\"", "env \"C\"", "start-timeout 0 s",
            "build-timeout 2 d", "restart-tolerance -1 s", "fault-timeout 50 d", "stop-timeout 6 min", "idle-time -5 s", "attempts 0",
            "port-range 9000-80", "stop-signal 99", "endpoint 9", "listen 9", "restart 9", "readiness http \"x\"", "liveness http \"x\"",
            "tandem-time -1 s", "success-codes 256", "success-codes -1", "backoff 0 s", "backoff-max 99 ms", "healthy-time 0 s",
            "restart-limit 1001", "restart-window 0 s", "memory-limit 999.999 kB", "depends-on is empty",
            "depends-on \"a\\u0001\" contains a control character", "depends-on \"a\\u0001\" is the child itself", "depends-on \"db\" 9",
            "stdout file is empty", "cwd \"gone\"", "command \"nothing\"",
            "monitor \"gone.js\"",
        ];
        Assert.Equal(beginnings.Length, errors.Count);
        Assert.All(beginnings, start => Assert.Single(errors, error => error.StartsWith(start, StringComparison.Ordinal)));
        Assert.DoesNotContain(errors, error => error.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/app/gone", "does not exist")]
    [InlineData("/app", "is a folder")]
    [InlineData("/app/notes.txt", "is not executable")]
    [InlineData("/app/a.js", "give it as script")]
    public void A_command_that_cannot_run_is_told_apart(string command, string expected) =>
        Assert.Contains(expected, Assert.Single(Errors(new ChildSpec { Name = "a", Command = command })), StringComparison.Ordinal);

    [Fact]
    public void A_missing_runtime_is_named()
    {
        _ = _files.Without("/usr/bin/python3");

        Assert.Contains(
            "python3 is needed for .py and is not in PATH",
            Assert.Single(Errors(ChildSpec.ForScript("a.py", "/app"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_script_is_told_once_though_it_is_watched_too() =>
        Assert.StartsWith("script \"b.js\" does not exist", Assert.Single(Errors(ChildSpec.ForScript("b.js", "/app"))), StringComparison.Ordinal);

    [Fact]
    public void Script_and_command_exclude_each_other() =>
        Assert.Contains(
            "exclude each other",
            Assert.Single(Errors(ChildSpec.ForScript("a.js", "/app") with { Command = "node" })),
            StringComparison.Ordinal);

    [Fact]
    public void A_bare_spec_without_a_default_command_has_nothing_to_run() =>
        Assert.Contains("all missing", Assert.Single(Errors(new ChildSpec { Name = "a" })), StringComparison.Ordinal);

    [Theory]
    [InlineData("out/o.log", "has no folder to be in (/app/out)")]
    [InlineData("/app", "is a folder")]
    public void An_output_file_needs_a_folder(string path, string expected)
    {
        ChildSpec spec = new() { Name = "a", Command = "node", WorkingDirectory = "/app", Stderr = OutputTarget.File(path) };

        Assert.Contains(expected, Assert.Single(Errors(spec)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void An_empty_name_is_refused(string? name) =>
        Assert.StartsWith(
            "name is empty",
            Assert.Single(Errors(new ChildSpec { Name = new ChildName(name!), Command = "node" })),
            StringComparison.Ordinal);

    [Fact]
    public void Names_of_255_characters_are_fine_and_longer_ones_are_not()
    {
        _ = Plan(new ChildSpec { Name = new string('x', 255), Command = "node" });

        Assert.Contains("256", Assert.Single(Errors(new ChildSpec { Name = new string('x', 256), Command = "node" })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_base_directory_is_refused() =>
        Assert.Contains("is relative", Errors(ChildSpec.ForScript("a.js", "app"))[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("command")]
    [InlineData("script")]
    [InlineData("cwd")]
    [InlineData("monitor")]
    [InlineData("base directory")]
    public void A_nul_in_a_path_is_an_error_and_no_exception(string option)
    {
        ChildSpec spec = new() { Name = "a", Command = option == "script" ? null : "node" };
        spec = option switch
        {
            "command" => spec with { Command = "./x\0" },
            "script" => spec with { Script = "x\0.js" },
            "cwd" => spec with { WorkingDirectory = "x\0" },
            "monitor" => spec with { Monitor = ["x\0"] },
            _ => spec with { BaseDirectory = "/x\0" },
        };

        Assert.StartsWith(option, Errors(spec)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_wait_is_no_longer_than_the_longest() =>
        Assert.StartsWith(
            "backoff 2 min is longer than backoff-max 1 min",
            Assert.Single(Errors(new ChildSpec { Name = "a", Command = "node", Backoff = TimeSpan.FromMinutes(2) })),
            StringComparison.Ordinal);

    [Fact]
    public void The_edges_of_the_ranges_are_inside()
    {
        ChildPlan plan = Plan(new ChildSpec
        {
            Name = "a",
            Command = "node",
            StartTimeout = TimeSpan.FromDays(1),
            StopTimeout = TimeSpan.Zero,
            IdleTime = Timeout.InfiniteTimeSpan,
            RestartTolerance = TimeSpan.Zero,
            FaultTimeout = TimeSpan.Zero,
            Attempts = 1000,
            PortRange = new PortRange(1, 65535),
            TandemTime = TimeSpan.Zero,
            SuccessCodes = [],
            Backoff = TimeSpan.FromTicks(1),
            BackoffMax = TimeSpan.FromMilliseconds(100),
            HealthyTime = TimeSpan.FromDays(49),
            RestartLimit = 1000,
            RestartWindow = TimeSpan.FromTicks(1),
            MemoryLimit = 1_000_000,
        });

        Assert.Equal(Timeout.InfiniteTimeSpan, plan.IdleTime);
        Assert.Equal(TimeSpan.Zero, plan.StopTimeout);
    }

    private ChildPlan Plan(ChildSpec spec)
    {
        PlanResult result = Resolve(spec);
        Assert.Empty(result.Errors);
        return Assert.IsType<ChildPlan>(result.Plan);
    }

    private IReadOnlyList<string> Errors(ChildSpec spec)
    {
        PlanResult result = Resolve(spec);
        Assert.Null(result.Plan);
        return result.Errors;
    }

    private PlanResult Resolve(ChildSpec spec) => PlanResolver.Resolve(spec, _noDefaults, SpinnerDefaults.MaxStopTimeout, _files);

    [Fact]
    public void A_relative_base_directory_hides_no_other_error()
    {
        PlanResult result = Resolve(new ChildSpec { Name = "a", BaseDirectory = "here", Command = "/no/such/program", WorkingDirectory = "/no/such/folder" });

        Assert.Null(result.Plan);
        Assert.Contains(result.Errors, error => error.StartsWith("base directory", StringComparison.Ordinal));
        Assert.Contains(result.Errors, error => error.StartsWith("cwd", StringComparison.Ordinal));
        Assert.Contains(result.Errors, error => error.StartsWith("command", StringComparison.Ordinal));
    }
}
