using System.Text.RegularExpressions;
using Spinner.Host.Configuration;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

/// <summary>What docs/configuration.md shows.</summary>
public sealed partial class ConfigurationDocumentTests
{
    private static readonly string _document = File.ReadAllText(Repository.PathOf("docs/configuration.md"));

    [Fact]
    public void The_example_is_a_configuration_without_errors()
    {
        using ConfigFolder folder = ConfigFolder.Of(Example().Match(_document).Groups["text"].Value)
            .Write("ports.conf", "spinner.defaults.port-range = \"8000-8099\"")
            .Write("web.env", string.Join('\n', EnvFile().Match(_document).Groups["text"].Value.Split('\n').Select(line => line.Trim())));
        folder.Environment["ROOT"] = "/srv";

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        Assert.Empty(file.Warnings);
        Assert.Equal("exec ./serve --port {port} --root /srv", file.Children[1].Spec.Args![1]);
        IReadOnlyDictionary<string, string> env = file.Children[1].Spec.Env!;
        Assert.Equal(
            ("as it is, \"quotes\" and $signs too", "two\nlines", "http://localhost/?a=b#c", ""),
            (env["TOKEN"], env["GREETING"], env["URL"], env["EMPTY"]));
    }

    [Fact]
    public void The_links_lead_to_files() =>
        Assert.All(Link().Matches(_document), link => Assert.True(File.Exists(Repository.PathOf($"docs/{link.Groups["path"].Value}")), link.Value));

    [GeneratedRegex("```hocon\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("(?<text>    # a comment\n(?:    .*\n)+)")]
    private static partial Regex EnvFile();

    [GeneratedRegex(@"\]\((?!http)(?<path>[^)#]+)")]
    private static partial Regex Link();
}
