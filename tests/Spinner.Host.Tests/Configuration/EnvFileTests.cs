using Spinner.Host.Configuration;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

public sealed class EnvFileTests
{
    private const string Web = "spinner.children.web { command = sh }\n";

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("  export\tA = b  ", "b")]
    [InlineData("A=", "")]
    [InlineData("A= # nothing", "")]
    [InlineData("A=b=c==", "b=c==")]
    [InlineData("A=b#c # d", "b#c")]
    [InlineData("A=\"b # c\" # d", "b # c")]
    [InlineData("A='b \"# $c\\n'", "b \"# $c\\n")]
    [InlineData("A=\"q\\\"\\\\ \\$x\\n\\t\\z\"", "q\"\\ $x\n\t\\z")]
    [InlineData("A=\"one\r\ntwo\"\r\n", "one\ntwo")]
    [InlineData("A='one\n# two'", "one\n# two")]
    [InlineData("\ufeff# c\r\n\r\nA=b\r\n", "b")]
    [InlineData("A=b\nA=c", "c")]
    [InlineData("A=http://x:80/?a=1&b=2", "http://x:80/?a=1&b=2")]
    [InlineData("A=${B}", "${B}")]
    public void A_value_is_read_as_shells_and_other_readers_do(string text, string expected)
    {
        using ConfigFolder folder = ConfigFolder.Of(Web).Write(".env", text);

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        Assert.Equal(expected, file.Options.Defaults.Env!["A"]);
    }

    [Fact]
    public void Bad_lines_are_told_with_their_lines_and_without_their_values()
    {
        using ConfigFolder folder = ConfigFolder.Of(Web).Write(".env", "A=1\nhunter2\n1A=hunter2\n=hunter2\nB=\"hunter2\" hunter2\nC='hunter2\nD=2\nexport E\n");

        string[] errors = folder.Errors();

        Assert.Equal([".env:2:", ".env:3:", ".env:4:", ".env:5:", ".env:6:", ".env:8:"], errors.Select(error => error[..7]));
        Assert.All(errors, error => Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_layer_of_the_environment_lies_over_the_one_before()
    {
        using ConfigFolder folder = ConfigFolder.Of("""
            spinner {
              defaults { env-file = defaults.env, env { C = config, D = config, E = config } }
              children.web { command = sh, env-file = ["one.env", "two.env"], env { E = child } }
              children.db { command = sh }
            }
            """)
            .Write(".env", "A=top\nB=top\nC=top\nD=top\nE=top")
            .Write("defaults.env", "B=defaults\nC=defaults\nD=defaults\nE=defaults")
            .Write("one.env", "D=one\nE=one\nF=one")
            .Write("two.env", "F=two");

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        Assert.Equal("A=top B=defaults C=config D=config E=config", Text(file.Options.Defaults));
        Assert.Equal("D=one E=child F=two", Text(file.Children[1].Spec));
        Assert.Empty(file.Children[0].Spec.Env ?? new Dictionary<string, string>());
    }

    [Fact]
    public void A_variable_that_the_process_has_keeps_its_value_over_the_file_of_the_host()
    {
        using ConfigFolder folder = ConfigFolder.Of($"{Web}spinner.children.web {{ args = [${{A}}, ${{B}}], env-file = own.env }}").Write(".env", "A=file\nB=file").Write("own.env", "A=own");
        folder.Environment["A"] = "process";

        ConfigFile file = folder.Load();

        Assert.Equal(["process", "file"], file.Children[0].Spec.Args);
        Assert.Equal("A=process B=file", Text(file.Options.Defaults));
        Assert.Equal("A=own", Text(file.Children[0].Spec));
    }

    [Theory]
    [InlineData("spinner.env-file = \"\"\n", "")]
    [InlineData("spinner.env-file = []\n", "")]
    [InlineData("spinner.env-file = null\n", "A=dot")]
    [InlineData("spinner.env-file = other.env\n", "A=other")]
    [InlineData("spinner.env-file = [\"other.env\", \".env\"]\n", "A=dot")]
    [InlineData("spinner.env-file = ${DIR}\"/other.env\"\n", "A=other")]
    public void The_file_of_the_host_can_be_another_or_none(string key, string expected)
    {
        using ConfigFolder folder = ConfigFolder.Of(key + Web).Write(".env", "A=dot").Write("other.env", "A=other");
        folder.Environment["DIR"] = folder.Folder;

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        Assert.Equal(expected, Text(file.Options.Defaults));
    }

    [Fact]
    public void A_named_file_that_is_missing_is_an_error_with_key_and_line()
    {
        using ConfigFolder folder = ConfigFolder.Of("""
            spinner.env-file = no.env
            spinner.defaults.env-file = [
              nor.env ]
            spinner.children."my.app" { command = sh
              env-file = "sub/none.env" }
            spinner.children.b { command = sh, env-file { a = 1 } }
            """);

        Assert.Equal(
            [
                "spinner.conf:1: spinner.env-file: \"no.env\": there is no such file.",
                "spinner.conf:3: spinner.defaults.env-file: \"nor.env\": there is no such file.",
                "spinner.conf:5: spinner.children.\"my.app\".env-file: \"sub/none.env\": there is no such file.",
                "spinner.conf:6: spinner.children.b.env-file: names no file: give a path, or a list of paths.",
            ],
            folder.Errors());
    }

    [Fact]
    public void Env_files_alone_are_an_environment_of_the_child()
    {
        using ConfigFolder folder = ConfigFolder.Of($"{Web}spinner.children.web {{ env = null, env-file = a.env }}\nspinner.children.odd {{ command = sh, env = text, env-file = a.env }}")
            .Write("a.env", "A=1");

        Assert.Equal("spinner.conf:3: spinner.children.odd.env: is not a section: write { NAME = \"value\" }.", Assert.Single(folder.Errors()));

        folder.Write("spinner.conf", $"{Web}spinner.children.web {{ env = null, env-file = a.env }}");
        Assert.Equal("A=1", Text(folder.Load().Children[0].Spec));
    }

    private static string Text(ChildSpec spec) =>
        string.Join(' ', (spec.Env ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
