using Spinner.Policies;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class PlaceholdersTests
{
    private static readonly ChildEndpoint _port7000 = ChildEndpoint.Tcp("127.0.0.1", 7000);

    [Theory]
    [InlineData("--port={port}", "--port=7000")]
    [InlineData("{name}:{port}:{name}", "web:7000:web")]
    [InlineData("{host} {} {Port} {port", "{host} {} {Port} {port")]
    [InlineData("", "")]
    public void Port_and_name_are_filled_in_and_other_braces_stay(string text, string expected) =>
        Assert.Equal(expected, Placeholders.Fill(text, "web", _port7000));

    [Fact]
    public void What_is_filled_in_is_not_looked_at_again()
    {
        Assert.Equal("{port} 7000", Placeholders.Fill("{name} {port}", "{port}", _port7000));
        Assert.Equal("/run/{name}.sock", Placeholders.Fill("{port}", "web", ChildEndpoint.Unix("/run/{name}.sock")));
    }

    [Fact]
    public void Keys_of_the_environment_stay_as_they_are()
    {
        Dictionary<string, string> env = Placeholders.Fill(new Dictionary<string, string> { ["{name}"] = "{name}" }, "web", _port7000);

        Assert.Equal("web", env["{name}"]);
    }

    [Fact]
    public void A_unix_endpoint_fills_in_its_path() =>
        Assert.Equal(["-l", "/run/1-1.sock"], Placeholders.Fill((IReadOnlyList<string>)["-l", "{port}"], "web", ChildEndpoint.Unix("/run/1-1.sock")));

    [Fact]
    public void A_worker_has_an_empty_port() => Assert.Equal("-p= web", Placeholders.Fill("-p={port} {name}", "web", ChildEndpoint.None));

    [Theory]
    [InlineData("web", "logs/web.log")]
    [InlineData("./a b/c.js", "logs/%2E%2Fa%20b%2Fc.js.log")]
    [InlineData("..", "logs/%2E..log")]
    [InlineData("%2F", "logs/%252F.log")]
    [InlineData("{name}", "logs/%7Bname%7D.log")]
    public void A_name_in_a_path_is_one_file_name(string name, string path) => Assert.Equal(path, Placeholders.FillPath("logs/{name}.log", name));

    [Fact]
    public void Long_names_make_file_names_that_differ_and_are_not_too_long()
    {
        string[] names = [Placeholders.FillPath("{name}", new string('ü', 254) + "a"), Placeholders.FillPath("{name}", new string('ü', 254) + "b")];

        Assert.Equal(2, names.Distinct().Count());
        Assert.All(names, name => Assert.InRange(name.Length, 1, 230));
    }
}
