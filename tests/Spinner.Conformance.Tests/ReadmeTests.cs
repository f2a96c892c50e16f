using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Conformance.Tests;

public sealed partial class ReadmeTests
{
    private static readonly string _readme = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public void The_two_commands_stand_at_the_top()
    {
        string[] commands = [.. _readme.Split('\n').Take(8).Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim())];

        Assert.Equal(["dotnet run --project src/Spinner.Host -- up samples/hello/hello.conf", "dotnet test"], commands);
        Assert.True(File.Exists(Repository.PathOf("samples/hello/hello.conf")));
    }

    [Fact]
    public void The_check_script_runs_the_second_command() =>
        Assert.Matches(@"\n\s+dotnet test\n", File.ReadAllText(Repository.PathOf(".ci/run")));

    [Fact]
    public void What_the_documents_refer_to_is_published_with_them()
    {
        string project = File.ReadAllText(Repository.PathOf("src/Spinner.Host/Spinner.Host.csproj"));
        string[] published = [.. PublishedFiles().Matches(project)
            .SelectMany(item => item.Groups["files"].Value.Split(';'))
            .Select(file => file.Replace("$(RepositoryRoot)", "", StringComparison.Ordinal))
            .SelectMany(file => Directory.GetFiles(Repository.PathOf(Path.GetDirectoryName(file)!), Path.GetFileName(file)))];
        Assert.Contains(Repository.PathOf("docs/cli.md"), published);

        IEnumerable<string> missing =
            from document in published.Where(file => file.EndsWith(".md", StringComparison.Ordinal))
            from Match link in RelativeLink().Matches(File.ReadAllText(document))
            let target = Path.GetFullPath(link.Groups["path"].Value, Path.GetDirectoryName(document)!)
            where !published.Contains(target)
            select $"{Path.GetFileName(document)} refers to {link.Groups["path"].Value}";

        Assert.Empty(missing);
    }

    [Fact]
    public void The_embedding_code_is_the_sample()
    {
        Match block = EmbeddedCode().Match(_readme);

        Assert.True(block.Success);
        Assert.Equal(File.ReadAllText(Repository.PathOf(block.Groups["path"].Value)).Trim(), block.Groups["code"].Value.Trim());
    }

    [Fact]
    public void The_option_table_has_a_row_for_every_property_of_a_spec()
    {
        IEnumerable<string> properties = typeof(ChildSpec).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => property.Name);

        Assert.Equal(properties.Order(StringComparer.Ordinal), Options().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_option_table_has_the_true_defaults()
    {
        Dictionary<string, string> options = Options();

        Assert.Equal(Seconds(SpinnerDefaults.StartTimeout), options["StartTimeout"]);
        Assert.Equal(Seconds(SpinnerDefaults.BuildTimeout), options["BuildTimeout"]);
        Assert.Equal(Seconds(SpinnerDefaults.StopTimeout), options["StopTimeout"]);
        Assert.Equal(Seconds(SpinnerDefaults.RestartTolerance), options["RestartTolerance"]);
        Assert.Equal(Seconds(SpinnerDefaults.FaultTimeout), options["FaultTimeout"]);
        Assert.Equal(Seconds(SpinnerDefaults.TandemTime), options["TandemTime"]);
        Assert.Equal(Seconds(SpinnerDefaults.Backoff), options["Backoff"]);
        Assert.Equal(Seconds(SpinnerDefaults.BackoffMax), options["BackoffMax"]);
        Assert.Equal(Seconds(SpinnerDefaults.HealthyTime), options["HealthyTime"]);
        Assert.Equal(Seconds(SpinnerDefaults.RestartWindow), options["RestartWindow"]);
        Assert.Equal(SpinnerDefaults.RestartLimit.ToString(CultureInfo.InvariantCulture), options["RestartLimit"]);
        Assert.Equal(SpinnerDefaults.MemoryLimit.ToString(CultureInfo.InvariantCulture), options["MemoryLimit"]);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{SpinnerDefaults.IdleTime.TotalMinutes} min"), options["IdleTime"]);
        Assert.Equal(SpinnerDefaults.Attempts.ToString(CultureInfo.InvariantCulture), options["Attempts"]);
        Assert.Equal(SpinnerDefaults.PortRange.ToString(), options["PortRange"]);
        Assert.Equal($"`{SpinnerDefaults.LoggerCategory}`", options["LoggerCategory"]);
    }

    [Fact]
    public void All_states_are_named_in_the_words_of_the_wire()
    {
        string section = _readme[_readme.IndexOf("## States", StringComparison.Ordinal)..];
        Assert.All(Enum.GetValues<ChildState>(), state => Assert.Contains($"`{state.ToWire()}`", section, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/api.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/children.md")]
    [InlineData("docs/cli.md")]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/operations.md")]
    public void Links_to_files_lead_to_files(string document)
    {
        string path = Repository.PathOf(document);

        Assert.All(
            Link().Matches(File.ReadAllText(path)).Select(link => link.Groups["target"].Value).Where(target => !target.Contains(':', StringComparison.Ordinal)),
            target => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)), $"{document} links to {target}"));
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");

    private static Dictionary<string, string> Options() => OptionRow().Matches(_readme)
        .ToDictionary(row => row.Groups["property"].Value, row => row.Groups["default"].Value.Trim(), StringComparer.Ordinal);

    // | key | `Property` | default | meaning |
    [GeneratedRegex(@"^\|[^|]*\| `(?<property>[A-Z]\w*)` \|(?<default>[^|]*)\|[^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex OptionRow();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<!-- (?<path>samples/\S+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex EmbeddedCode();

    [GeneratedRegex("""<None Include="(?<files>[^"]+)"[^>]*CopyToPublishDirectory=""")]
    private static partial Regex PublishedFiles();

    [GeneratedRegex(@"\]\((?!https?:|#)(?<path>[^)#]+)")]
    private static partial Regex RelativeLink();
}
