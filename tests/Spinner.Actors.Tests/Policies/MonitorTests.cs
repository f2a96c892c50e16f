using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class MonitorTests
{
    [Fact]
    public void Watched_paths_and_globs_become_absolute_and_are_named_once()
    {
        ChildPlan plan = Plans.Of(Plans.Spec with { Monitor = ["a.js", "./a.js", ".", "lib/../*.py", "/home/me/", "*.sh"], MonitorExclude = ["*.log"] });

        Assert.Equal(["/app/a.js", "/app", "/app/*.py", "/home/me", "/app/*.sh"], plan.Monitor);
        Assert.Equal(["*.log"], plan.MonitorExclude);
        Assert.Equal("/app", plan.BaseDirectory);
    }

    [Fact]
    public void Globs_of_the_defaults_start_at_the_directory_of_the_defaults() =>
        Assert.Equal(
            ["/app/**/*.js"],
            Plans.Of(Plans.Spec with { BaseDirectory = "/home/me" }, Plans.NoDefaults with { BaseDirectory = "/app", Monitor = ["**/*.js"] }).Monitor);

    [Theory]
    [InlineData("gone.js", "monitor \"gone.js\" does not exist (/app/gone.js)")]
    [InlineData("gone/**/*.js", "monitor \"gone/**/*.js\" has no folder to look in (/app/gone)")]
    [InlineData("a.js/*", "monitor \"a.js/*\" has no folder to look in (/app/a.js)")]
    [InlineData("", "monitor[0] is empty")]
    [InlineData("x\0", "monitor[0] \"x\\u0000\" contains a NUL")]
    [InlineData(null, "monitor[0] is null")]
    public void A_path_that_cannot_be_watched_is_told(string? path, string expected) =>
        Assert.StartsWith(expected, Plans.Error(Plans.Spec with { Monitor = [path!] }), StringComparison.Ordinal);

    [Theory]
    [InlineData("none?/x[1].js")]
    [InlineData("wh*t.js")]
    public void A_file_whose_name_has_a_wildcard_is_a_file(string path)
    {
        FakeHostFiles files = FakeHostFiles.WithEverything().Files($"/app/{path}");

        PlanResult result = PlanResolver.Resolve(Plans.Spec with { Monitor = [path] }, Plans.NoDefaults, SpinnerDefaults.MaxStopTimeout, files);

        Assert.Equal([$"/app/{path}"], result.Plan!.Monitor);
    }

    [Fact]
    public void Every_missing_path_is_told() =>
        Assert.Equal(2, Plans.Resolve(Plans.Spec with { Monitor = ["gone.js", "a.js", "lost.js"] }).Errors.Count);

    [Theory]
    [InlineData("", "monitor-exclude[0] is empty")]
    [InlineData("x\0", "monitor-exclude[0] \"x\\u0000\" contains a NUL")]
    public void A_glob_that_excludes_nothing_is_told(string glob, string expected) =>
        Assert.StartsWith(expected, Plans.Error(Plans.Spec with { MonitorExclude = [glob] }), StringComparison.Ordinal);
}
