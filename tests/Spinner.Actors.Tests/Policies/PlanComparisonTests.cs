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
    };

    [Fact]
    public void Plans_of_equal_content_are_the_same() => Assert.True(IsSame(_spec, _spec with { Args = ["x", "y"] }));

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
            _spec with { WorkingDirectory = "/app" },
            _spec with { StartTimeout = TimeSpan.FromSeconds(1) },
            _spec with { Attempts = 1 },
            _spec with { Monitor = ["/app"] },
            _spec with { PortRange = new PortRange(1, 2) },
            _spec with { Endpoint = EndpointKind.Unix },
        ];

        Assert.All(others, other => Assert.False(IsSame(_spec, other)));
    }

    private static bool IsSame(ChildSpec one, ChildSpec other) => PlanComparison.IsSame(Plan(one), Plan(other));

    private static ChildPlan Plan(ChildSpec spec) =>
        PlanResolver.Resolve(spec, new ChildSpec { Name = "defaults" }, SpinnerDefaults.MaxStopTimeout, FakeHostFiles.WithEverything()).Plan!;
}
