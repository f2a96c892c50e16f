using System.Globalization;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class EnvironmentScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private static readonly Dictionary<string, string> _env = new() { ["URL"] = "http://127.0.0.1:{port}/{name}", ["JSON"] = "{\"a\":1}" };

    [Fact]
    public async Task Variables_are_added_to_the_inherited_ones_and_placeholders_are_filled_in()
    {
        StartSucceeded started = await Start(TestChild.Spec("web 1", "print-env") with { Env = _env });
        await Output.RestOfLine("web 1", "end of environment");
        IReadOnlyList<string> lines = Output.Lines("web 1");

        Assert.Contains($"env PORT={started.Port}", lines);
        Assert.Contains($"env URL=http://127.0.0.1:{started.Port}/web 1", lines);
        Assert.Contains("env JSON={\"a\":1}", lines);
        Assert.Contains($"env PATH={Environment.GetEnvironmentVariable("PATH")}", lines);
    }

    [Fact]
    public async Task Variables_may_replace_the_inherited_ones()
    {
        Dictionary<string, string> all = new(_env) { ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "" };
        await Start(TestChild.Spec("web", "print-env") with { Env = all, ReplaceEnv = true });
        await Output.RestOfLine("web", "end of environment");

        IEnumerable<string> names = Output.Lines("web").Where(line => line.StartsWith("env ", StringComparison.Ordinal))
            .Select(line => line[4..line.IndexOf('=')]);

        Assert.Equal(["DOTNET_ROOT", "JSON", "PORT", "SPINNER_RUN", "URL"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Arguments_arrive_as_given_with_placeholders_filled_in()
    {
        StartSucceeded started = await Start("web", "print-args", "it's", "a b", "", "--port={port}", "{name}", "{other}");
        await Output.RestOfLine("web", "end of arguments");

        Assert.Equal(
            ["arg it's", "arg a b", "arg ", $"arg --port={started.Port}", "arg web", "arg {other}"],
            Output.Lines("web").Where(line => line.StartsWith("arg ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_working_directory_is_the_one_asked_for()
    {
        await Start(TestChild.Spec("web", "print-env") with { WorkingDirectory = Folder });

        Assert.Equal(Folder, await Output.RestOfLine("web", "cwd"));
    }

    [Fact]
    public async Task Output_goes_to_a_file_which_is_appended_to()
    {
        ChildSpec spec = TestChild.Spec("web", "serve", "--banner", "hello", "--complain", "oh") with
        {
            WorkingDirectory = Folder,
            Stdout = OutputTarget.File("out.log"),
            Stderr = OutputTarget.File("out.log"),
        };
        for (int run = 0; run < 2; run++)
        {
            await Start(spec);
            await Stop("web");
        }

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Folder, "out.log"));
        Assert.Equal(
            ["hello", "hello", "oh", "oh"],
            lines.Where(line => !line.StartsWith("listening", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Empty(Output.Of("web"));
    }

    [Fact]
    public async Task Inherited_output_arrives_on_the_stream_of_the_supervisor()
    {
        StartSucceeded started = await Start("web", "serve", "--banner", "hello", "--complain", "oh");
        await Output.RestOfLine("web", "hello");
        await Output.RestOfLine("web", "oh");

        Assert.Equal(started.Port.ToString(CultureInfo.InvariantCulture), await Output.RestOfLine("web", "listening"));
    }
}

public sealed class EnvironmentScenariosNative() : EnvironmentScenarios(LauncherKind.Auto);

public sealed class EnvironmentScenariosPortable() : EnvironmentScenarios(LauncherKind.Portable);
