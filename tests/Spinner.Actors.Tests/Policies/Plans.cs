using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

/// <summary>Plans of a child called "a" on a machine where the usual programs are.</summary>
internal static class Plans
{
    public static ChildSpec NoDefaults { get; } = new() { Name = "defaults" };

    public static ChildSpec Spec { get; } = new() { Name = "a", Command = "node", BaseDirectory = "/app" };

    public static ChildPlan Of(ChildSpec spec, ChildSpec? defaults = null)
    {
        PlanResult result = Resolve(spec, defaults);
        Assert.Empty(result.Errors);
        return result.Plan!;
    }

    public static string Error(ChildSpec spec, ChildSpec? defaults = null) => Assert.Single(Resolve(spec, defaults).Errors);

    public static PlanResult Resolve(ChildSpec spec, ChildSpec? defaults = null) =>
        PlanResolver.Resolve(spec, defaults ?? NoDefaults, SpinnerDefaults.MaxStopTimeout, FakeHostFiles.WithEverything());
}
