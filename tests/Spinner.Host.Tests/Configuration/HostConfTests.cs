using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Policies;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

/// <summary>A setting of the host is a property, a key that is read, and a commented key of host.conf: here they are held together.</summary>
public sealed class HostConfTests
{
    private static readonly string[] _lines = [.. File.ReadAllLines(Repository.PathOf("hocon/host.conf")).Select(line => line.Trim())];

    [Fact]
    public void Every_key_of_the_file_is_read_and_every_key_that_is_read_is_in_the_file() =>
        Assert.Equal(HostSettingsReader.Keys.Keys, _lines.Where(IsKey).Select(line => line[..line.IndexOf(" =", StringComparison.Ordinal)]));

    [Fact]
    public void Every_default_is_the_one_in_code()
    {
        PlanErrors errors = new();
        HostSettings read = new HostSettingsReader("/conf", _ => null, new EverythingExists(), errors).Read(HoconNode.From(HostSettingsReader.Reference));
        HostSettings inCode = new() { StateFolder = StateFolder.Default(_ => null), TokenFile = Path.Combine(StateFolder.Default(_ => null), "api.token") };

        Assert.Empty(errors.Sentences);
        Assert.Equal(inCode with { AllowedHosts = read.AllowedHosts, AllowedOrigins = read.AllowedOrigins }, read);
        Assert.Equal((inCode.AllowedHosts.Count, inCode.AllowedOrigins.Count), (read.AllowedHosts.Count, read.AllowedOrigins.Count));
    }

    [Fact]
    public void The_file_itself_is_a_configuration_without_errors() =>
        Assert.Empty(ConfigFile.Load(Repository.PathOf("hocon/host.conf"), environment: _ => null).Errors);

    [Fact]
    public void Every_key_has_a_comment_above_it()
    {
        for (int i = 1; i < _lines.Length; i++)
            Assert.True(!IsKey(_lines[i]) || _lines[i - 1].StartsWith('#'), $"No comment above: {_lines[i]}");
    }

    [Fact]
    public void The_options_of_a_child_that_are_shown_and_compared_are_those_that_are_read() =>
        Assert.Equal(
            ConfigKeys.OfSpecs.Keys.Concat(ConfigKeys.OfChildren.Keys).Concat(ConfigKeys.OfFiles.Keys).Except(["timeout"]).Order(StringComparer.Ordinal),
            SpecOptions.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_library_leaves_the_settings_of_the_program_alone() =>
        Assert.Empty(SpinnerConfig.ParseText("spinner { host { socket = x }\n env-file = y }", "/conf").Errors);

    private static bool IsKey(string line) => line.Contains(" = ", StringComparison.Ordinal) && !line.StartsWith('#');
}
