using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class PlanComparisonTests
{
    private static readonly ChildSpec _spec = new()
    {
        Name = "a",
        Command = "node",
        Args = ["x", "y"],
        Env = new Dictionary<string, string> { ["A"] = "1" },
        WorkingDirectory = "/app",
        Monitor = ["/app/a.js", "/app/**/*.py"],
        MonitorExclude = ["*.log"],
        Readiness = ReadinessCheck.Exec("sh", "-c", "true"),
        Liveness = LivenessCheck.Exec("sh", "-c", "true"),
        SuccessCodes = [0, 3],
        DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Healthy },
    };

    [Fact]
    public void Plans_of_equal_content_are_the_same() => Assert.True(IsSame(_spec, _spec with
    {
        Args = ["x", "y"],
        Env = new Dictionary<string, string> { ["A"] = "1" },
        Monitor = ["/app/a.js", "/app/**/*.py"],
        MonitorExclude = ["*.log"],
        Readiness = ReadinessCheck.Exec("sh", "-c", "true"),
        Liveness = LivenessCheck.Exec("sh", "-c", "true") with { Failures = SpinnerDefaults.LivenessFailures },
        SuccessCodes = [3, 0, 3],
        DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Healthy },
    }));

    [Fact]
    public void Logging_and_output_make_no_difference() =>
        Assert.True(IsSame(_spec, _spec with { LoggerCategory = "Other", Stdout = OutputTarget.Inherit, Stderr = OutputTarget.Inherit }));

    [Fact]
    public void Everything_else_makes_a_difference()
    {
        ChildSpec[] others =
        [
            _spec with { Command = "sh" },
            _spec with { Args = ["y", "x"] },
            _spec with { Env = new Dictionary<string, string> { ["A"] = "2" } },
            _spec with { Env = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" } },
            _spec with { ReplaceEnv = true },
            _spec with { WorkingDirectory = "/home/me" },
            _spec with { StartTimeout = TimeSpan.FromSeconds(1) },
            _spec with { Attempts = 1 },
            _spec with { Monitor = ["/app"] },
            _spec with { Monitor = ["/app/**/*.py", "/app/a.js"] },
            _spec with { MonitorExclude = [] },
            _spec with { BaseDirectory = "/app" },
            _spec with { Tandem = true },
            _spec with { TandemTime = TimeSpan.FromSeconds(1) },
            _spec with { Listen = ListenMode.Inherit },
            _spec with { Readiness = ReadinessCheck.Exec("sh", "-c", "false") },
            _spec with { Readiness = ReadinessCheck.Exec("sh", "-c", "true") with { Timeout = TimeSpan.FromSeconds(2) } },
            _spec with { Liveness = LivenessCheck.Exec("sh", "-c", "false") },
            _spec with { Liveness = LivenessCheck.Exec("sh", "-c", "true") with { Grace = TimeSpan.Zero } },
            _spec with { Restart = RestartMode.Always },
            _spec with { SuccessCodes = [0] },
            _spec with { Backoff = TimeSpan.FromSeconds(2) },
            _spec with { BackoffMax = TimeSpan.FromSeconds(2) },
            _spec with { HealthyTime = TimeSpan.FromSeconds(2) },
            _spec with { RestartLimit = 1 },
            _spec with { RestartWindow = TimeSpan.FromSeconds(2) },
            _spec with { MemoryLimit = 1_000_000 },
            _spec with { DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Started } },
            _spec with { DependsOn = new Dictionary<string, DependencyCondition> { ["cache"] = DependencyCondition.Healthy } },
            _spec with { PortRange = new PortRange(1, 2) },
            _spec with { Endpoint = EndpointKind.Unix },
        ];

        Assert.All(others, other => Assert.False(IsSame(_spec, other)));
    }

    [Fact]
    public void Where_relative_paths_started_makes_no_difference_when_none_is_left()
    {
        ChildSpec spec = _spec with { MonitorExclude = [] };

        Assert.True(IsSame(spec, spec with { BaseDirectory = "/app" }));
    }

    private static bool IsSame(ChildSpec one, ChildSpec other) => PlanComparison.IsSame(Plan(one), Plan(other));

    private static ChildPlan Plan(ChildSpec spec) =>
        PlanResolver.Resolve(spec, new ChildSpec { Name = "defaults" }, SpinnerDefaults.MaxStopTimeout, FakeHostFiles.WithEverything()).Plan!;
}
