using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class SpecMergeTests
{
    private static readonly ChildSpec _defaults = new()
    {
        Name = "defaults",
        BaseDirectory = "/conf",
        Command = "./bin/run",
        WorkingDirectory = "work",
        Monitor = ["watched"],
        Attempts = 7,
        Env = new Dictionary<string, string> { ["A"] = "default", ["B"] = "default" },
    };

    [Fact]
    public void Options_a_spec_is_silent_about_come_from_the_defaults() =>
        Assert.Equal(7, Merge(new ChildSpec { Name = "a" }).Attempts);

    [Fact]
    public void Options_of_the_spec_win() =>
        Assert.Equal(2, Merge(new ChildSpec { Name = "a", Attempts = 2 }).Attempts);

    [Fact]
    public void Paths_of_the_defaults_start_at_the_directory_of_the_defaults()
    {
        ChildSpec merged = Merge(new ChildSpec { Name = "a", BaseDirectory = "/elsewhere" });

        Assert.Equal("/conf/bin/run", merged.Command);
        Assert.Equal("/conf/work", merged.WorkingDirectory);
        Assert.Equal(["/conf/watched"], merged.Monitor!);
    }

    [Fact]
    public void An_empty_monitor_switches_the_default_one_off()
    {
        FakeHostFiles files = FakeHostFiles.WithEverything();
        ChildSpec spec = new() { Name = "a", Command = "node", WorkingDirectory = "/app", Monitor = [] };

        Assert.Empty(PlanResolver.Resolve(spec, _defaults, SpinnerDefaults.MaxStopTimeout, files).Plan!.Monitor);
    }

    [Fact]
    public void A_script_outranks_the_default_command() =>
        Assert.Null(Merge(new ChildSpec { Name = "a", Script = "a.js" }).Command);

    [Fact]
    public void Environments_are_merged_with_the_values_of_the_spec_on_top()
    {
        ChildSpec merged = Merge(new ChildSpec { Name = "a", Env = new Dictionary<string, string> { ["B"] = "spec", ["C"] = "spec" } });

        Assert.Equal("A=default B=spec C=spec", string.Join(' ', merged.Env!.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void A_spec_that_replaces_the_environment_replaces_the_default_one_too()
    {
        ChildSpec merged = Merge(new ChildSpec { Name = "a", ReplaceEnv = true, Env = new Dictionary<string, string> { ["C"] = "spec" } });

        Assert.True(merged.ReplaceEnv);
        Assert.Equal(["C"], merged.Env!.Keys);
    }

    [Fact]
    public void The_built_in_stop_timeout_obeys_a_lower_maximum() =>
        Assert.Equal(
            TimeSpan.FromSeconds(10),
            SpecMerge.Merge(new ChildSpec { Name = "a" }, _defaults, TimeSpan.FromSeconds(10), "/").StopTimeout);

    private static ChildSpec Merge(ChildSpec spec) => SpecMerge.Merge(spec, _defaults, SpinnerDefaults.MaxStopTimeout, "/home/me");
}
