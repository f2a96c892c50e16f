using Spinner.Testing;
using Xunit;

namespace Spinner.Conformance.Tests.BuildScript;

public sealed class BuildScriptTests
{
    [Fact]
    public void It_has_no_syntax_errors() => Assert.Empty(ScriptRun.Parse(ScriptRun.Source));

    [Fact]
    public void A_syntax_error_would_be_noticed()
    {
        string broken = ScriptRun.Source.Replace("finally {", "finally ", StringComparison.Ordinal);
        Assert.NotEqual(ScriptRun.Source, broken);

        Assert.NotEmpty(ScriptRun.Parse(broken));
        Assert.NotNull(ScriptRun.Of(broken).Error);
    }

    [Theory]
    [InlineData("Build", "build Spinner.sln --configuration Release")]
    [InlineData("Test", "test Spinner.sln --configuration Release")]
    [InlineData("Pack", "pack src/Spinner.Actors --configuration Release --output artifacts/packages")]
    [InlineData("Publish", "publish src/Spinner.Host --configuration Release --output artifacts/publish")]
    public void Each_target_is_one_dotnet_command_in_the_root(string target, string commandLine)
    {
        ScriptRun run = ScriptRun.Of(ScriptRun.Source, parameters: ("Target", target));

        Assert.Null(run.Error);
        Assert.Equal([commandLine], run.CommandLines);
        Assert.Equal(2, run.Folders.Count);
        Assert.Equal("back", run.Folders[1]);
    }

    [Fact]
    public void It_builds_Release_when_nothing_is_said() =>
        Assert.Equal(["build Spinner.sln --configuration Release"], ScriptRun.Of(ScriptRun.Source).CommandLines);

    [Fact]
    public void The_configuration_reaches_dotnet() =>
        Assert.Equal(
            ["build Spinner.sln --configuration Debug"],
            ScriptRun.Of(ScriptRun.Source, parameters: ("Configuration", "Debug")).CommandLines);

    [Theory]
    [InlineData("Target", "Deploy")]
    [InlineData("Configuration", "Fast")]
    [InlineData("Colour", "Blue")]
    public void A_bad_parameter_is_refused_before_dotnet_is_called(string name, string value)
    {
        ScriptRun run = ScriptRun.Of(ScriptRun.Source, parameters: (name, value));

        Assert.NotNull(run.Error);
        Assert.Empty(run.CommandLines);
    }

    [Fact]
    public void A_failure_of_dotnet_fails_the_script_and_leaves_the_folder()
    {
        ScriptRun run = ScriptRun.Of(ScriptRun.Source, dotnetExitCode: 3, ("Target", "Test"));

        Assert.Contains("exit code 3", run.Error, StringComparison.Ordinal);
        Assert.Equal("back", run.Folders[^1]);
    }

    [Fact]
    public void What_it_names_exists()
    {
        Assert.True(File.Exists(Repository.PathOf("Spinner.sln")));
        Assert.True(Directory.Exists(Repository.PathOf("src/Spinner.Actors")));
        Assert.True(Directory.Exists(Repository.PathOf("src/Spinner.Host")));
    }
}
