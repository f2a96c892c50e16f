using Spinner.Cli.Verbs;
using Spinner.Host.Configuration;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>The client, which knows nothing of the host, reads env-files as the host does.</summary>
public sealed class EnvFileAgreementTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n# comment\n  # another\nA=1")]
    [InlineData("A=1\r\nB=2\r\n")]
    [InlineData("export A=1\nexport\tB=2\nexport=3")]
    [InlineData("A = spaced  # comment\nB=a#b\nC=#nothing\nD= #nothing\nE=x=#y")]
    [InlineData("A='a \\n $x \"q\"'\nB=\"a\\n\\t\\\\n\\\"\\$\\q\"")]
    [InlineData("A='two\nlines'\nB=\"two\r\nlines\" # comment\nC=3")]
    [InlineData("A=1\nA=2\nB.c-d_e=3")]
    [InlineData("A=\nB=''\nC=\"\"")]
    [InlineData("1A=x")]
    [InlineData("no line")]
    [InlineData("A='open\nB=1")]
    [InlineData("A='x'y")]
    [InlineData("=x")]
    public void What_a_file_says_is_the_same_to_both(string text)
    {
        List<ConfigError> errors = [];
        Dictionary<string, string> expected = new EnvFileParser(text, "f", errors).Parse().ToDictionary(pair => pair.Key, pair => pair.Value.Value);

        if (errors.Count > 0)
        {
            Assert.Throws<SpecException>(() => EnvFile.Parse(text, "f"));
            return;
        }

        Dictionary<string, string> given = [];
        foreach ((string name, string value) in EnvFile.Parse(text, "f"))
            given[name] = value;
        Assert.Equal(expected, given);
    }
}
