using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class PlanComparisonTests
{
    private static readonly ChildSpec Spec = new()
    {
        Name = "a",
        Command = "node",
        Args = ["x", "y"],
        Env = new Dictionary<string, string> { ["A"] = "1" },
    };

    [Fact]
    public void Plans_of_equal_content_are_the_same() => Assert.True(IsSame(Spec, Spec with { Args = ["x", "y"] }));

    [Fact]
    public void Logging_and_output_make_no_difference() =>
        Assert.True(IsSame(Spec, Spec with { LoggerCategory = "Other", Stdout = OutputTarget.Inherit, Stderr = OutputTarget.Inherit }));

    [Fact]
    public void Everything_else_makes_a_difference()
    {
        ChildSpec[] others =
        [
            Spec with { Command = "sh" },
            Spec with { Args = ["y", "x"] },
            Spec with { Env = new Dictionary<string, string> { ["A"] = "2" } },
            Spec with { Env = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" } },
            Spec with { ReplaceEnv = true },
            Spec with { WorkingDirectory = "/app" },
            Spec with { StartTimeout = TimeSpan.FromSeconds(1) },
            Spec with { Attempts = 1 },
            Spec with { Monitor = "/app" },
            Spec with { PortRange = new PortRange(1, 2) },
            Spec with { Endpoint = EndpointKind.Unix },
        ];

        Assert.All(others, other => Assert.False(IsSame(Spec, other)));
    }

    private static bool IsSame(ChildSpec one, ChildSpec other) => PlanComparison.IsSame(Plan(one), Plan(other));

    private static ChildPlan Plan(ChildSpec spec) =>
        PlanResolver.Resolve(spec, new ChildSpec { Name = "defaults" }, SpinnerDefaults.MaxStopTimeout, FakeHostFiles.WithEverything()).Plan!;
}
