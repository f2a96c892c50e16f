using System.Text.Json.Nodes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>What the program says without a host.</summary>
public sealed class CliCommandLineTests
{
    private const string Nowhere = "/no/such/socket";

    [Fact]
    public async Task Alone_it_shows_its_verbs_in_groups_with_examples()
    {
        CliRun alone = await CliRun.Of(Nowhere);
        CliRun help = await CliRun.Of(Nowhere, "--help");

        Assert.Equal((0, ""), (alone.Code, alone.Err));
        Assert.Equal(alone.Out, help.Out);
        Assert.Contains("spinner start web -- node server.js", alone.Out, StringComparison.Ordinal);
        Assert.All(
            ["start", "stop", "restart", "ps", "get", "logs", "events", "touch", "wait", "top", "rm", "reload", "shutdown", "info", "completion", "up", "run", "daemon", "check", "doctor"],
            verb => Assert.Matches($@"\n  {verb} +[A-Z]", alone.Out));
    }

    [Fact]
    public async Task Every_verb_of_the_client_explains_itself()
    {
        foreach (string verb in new[] { "start", "stop", "restart", "ps", "get", "logs", "events", "touch", "wait", "top", "rm", "reload", "shutdown", "info", "completion" })
        {
            CliRun run = await CliRun.Of(Nowhere, verb, "--help");
            Assert.Equal((0, ""), (run.Code, run.Complaint));
            Assert.Contains($"spinner {verb}", run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("stop", "Usage:\n  spinner stop [name...] [options]\n", "  <name>  ")]
    [InlineData("get", "Usage:\n  spinner get <name> [options]\n", "  <name>  ")]
    [InlineData("start", "Usage:\n  spinner start <name|script...> [options] [-- COMMAND [ARGUMENT...]]\n", "  <name|script>  ")]
    [InlineData("wait", "Usage:\n  spinner wait <name...> [options]\n", "0: for ever. Default: 30s.\n")]
    public async Task Help_of_a_verb_tells_how_it_is_called_and_asks_no_host(string verb, string usage, string line)
    {
        int asked = 0;
        using FakeHost host = new(_ => Task.FromResult((200, $$"""{"children":[],"asked":{{Interlocked.Increment(ref asked)}}}""")));

        CliRun run = await CliRun.Of(host.SocketPath, verb, "--help");

        Assert.Equal((0, "", 0), (run.Code, run.Err, asked));
        Assert.Contains(usage, run.Out, StringComparison.Ordinal);
        Assert.Contains(line, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_node_is_offered_by_the_verbs_that_can_be_asked_of_one()
    {
        foreach (string verb in new[] { "ps", "wait" })
            Assert.Contains("--remote ", (await CliRun.Of(Nowhere, verb, "--help")).Out, StringComparison.Ordinal);
        foreach (string verb in new[] { "logs", "reload", "completion" })
            Assert.DoesNotContain("--remote", (await CliRun.Of(Nowhere, verb, "--help")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_lines_are_asked_for_than_a_host_gives() =>
        Assert.Equal(Spinner.Host.Api.LogEndpoint.LongestTail, Spinner.Cli.Verbs.LogsVerb.LongestTail);

    [Theory]
    [InlineData("events")]
    [InlineData("events", "-f")]
    [InlineData("ps")]
    public async Task Another_server_on_the_socket_is_no_host(params string[] args)
    {
        using FakeHost other = new("<html>hello</html>");

        CliRun run = await CliRun.Of(other.SocketPath, args);

        Assert.Equal((69, ""), (run.Code, run.Out));
        Assert.Contains("it does not answer as Spinner does", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_that_of_the_release()
    {
        CliRun run = await CliRun.Of(Nowhere, "--version");

        Assert.Matches(@"^\d+\.\d+\.\d+\n$", run.Out);
    }

    [Theory]
    [InlineData("ps")]
    [InlineData("get", "a")]
    [InlineData("start", "a")]
    [InlineData("start", "a", "b")]
    [InlineData("stop", "--all")]
    [InlineData("restart", "a")]
    [InlineData("rm", "a")]
    [InlineData("touch", "a")]
    [InlineData("logs")]
    [InlineData("logs", "-f", "a")]
    [InlineData("events", "-f")]
    [InlineData("wait", "a", "--for=started")]
    [InlineData("top")]
    [InlineData("reload")]
    [InlineData("info")]
    [InlineData("shutdown")]
    public async Task Without_a_host_the_socket_and_how_to_start_one_are_told_once(params string[] args)
    {
        CliRun text = await CliRun.Of(Nowhere, args);
        CliRun json = await CliRun.Of(Nowhere, [.. args, "-o", "json"]);

        Assert.Equal((69, ""), (text.Code, text.Out));
        Assert.StartsWith($"error: no Spinner answers on {Nowhere}: ", text.Complaint, StringComparison.Ordinal);
        Assert.Equal(2, text.Complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"spinner up\"", text.Err, StringComparison.Ordinal);
        Assert.Equal((69, ""), (json.Code, json.Out));
        Assert.Equal("no_host", (string?)JsonNode.Parse(json.Err)!["code"]);
    }

    [Theory]
    [InlineData("'frobnicate'", "Usage: spinner VERB", "frobnicate")]
    [InlineData("Did you mean \"spinner start\"", "Usage: spinner VERB", "strat")]
    [InlineData("'--nope'", "Usage: spinner ps", "ps", "--nope")]
    [InlineData("'--nope'", "Usage: spinner logs [name...]", "logs", "--nope")]
    [InlineData("'yaml'", "Usage: spinner ps", "ps", "-o", "yaml")]
    [InlineData("number of lines, 0-100000", "Usage: spinner logs", "logs", "-n", "many")]
    [InlineData("number of lines, 0-100000", "Usage: spinner logs", "logs", "-n", "100001")]
    [InlineData("number of lines, 0-100000", "Usage: spinner logs", "logs", "-n", "-1")]
    [InlineData("--for", "Usage: spinner wait <name...>", "wait", "a")]
    [InlineData("'asleep'", "Usage: spinner wait", "wait", "a", "--for=asleep")]
    [InlineData("'soon' is no time", "Usage: spinner wait", "wait", "a", "--for=started", "--timeout", "soon")]
    [InlineData("--all", "Usage: spinner stop [name...]", "stop")]
    [InlineData("--all", "Usage: spinner stop", "stop", "a", "--all")]
    [InlineData("'tcsh'", "Usage: spinner completion <shell>", "completion", "tcsh")]
    [InlineData("-o json", "Usage: spinner completion <shell>", "completion", "bash", "-o", "json")]
    [InlineData("name", "Usage: spinner get <name>", "get")]
    [InlineData("'b'", "Usage: spinner get <name>", "get", "a", "b")]
    public async Task A_wrong_line_is_answered_with_what_is_wrong_and_the_usage(string error, string usage, params string[] args)
    {
        CliRun run = await CliRun.Of(Nowhere, args);

        Assert.Equal((64, ""), (run.Code, run.Out));
        Assert.Contains(error, run.Err, StringComparison.Ordinal);
        Assert.Contains(usage, run.Err, StringComparison.Ordinal);
        Assert.Contains("--help", run.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ps")]
    [InlineData("events", "-f")]
    public async Task A_socket_whose_path_is_too_long_is_told_with_the_limit(params string[] args)
    {
        string path = $"/tmp/{new string('é', 60)}";

        CliRun text = await CliRun.Of(path, args);
        CliRun json = await CliRun.Of(path, [.. args, "-o", "json"]);

        Assert.Equal((69, ""), (text.Code, text.Out));
        Assert.Contains("has 125 bytes, and the system allows 107: give a shorter one", text.Err, StringComparison.Ordinal);
        Assert.Equal("no_host", (string?)JsonNode.Parse(json.Err)!["code"]);
    }

    [Fact]
    public async Task The_option_wins_over_the_variable()
    {
        CliRun run = await CliRun.Of(Nowhere, "ps", "--socket", "/another/socket");

        Assert.Contains("/another/socket", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_of_the_host_needs_the_host_beside_it()
    {
        string folder = Directory.CreateTempSubdirectory("spinner-alone-").FullName;
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(CliRun.Client)!))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        CliRun run = await CliRun.Of(CliRun.Info(Path.Combine(folder, "spinner"), Nowhere, "up"));

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.Contains("spinner-host", run.Err, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task A_verb_of_the_host_is_handed_over_with_everything_that_stands_behind_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "a process becomes another program on Unix only");
        CliRun file = await CliRun.Of(CliRun.Info(CliRun.Published, Nowhere, "--socket", "/x", "up", "no/such.conf"));
        CliRun help = await CliRun.Of(CliRun.Info(CliRun.Published, Nowhere, "up", "--help"));

        Assert.Equal(2, file.Code);
        Assert.Contains("no/such.conf", file.Err, StringComparison.Ordinal);
        Assert.Contains("Usage:\n  spinner up [file] [options]\n", help.Out, StringComparison.Ordinal);
        Assert.Contains("--detach", help.Out, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_client_becomes_the_host_so_that_signals_and_exit_codes_need_nobody_between()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "processes are looked at in /proc");
        using UpFile file = new("""web { command = "$TESTCHILD", args = ["serve"], port-range = "18060-18079" }""");
        await using HostProcess client = HostProcess.StartVia(CliRun.Published, "up", file.Path);
        await client.Line(line => line.Contains("started: http", StringComparison.Ordinal));

        Assert.Equal("spinner-host", (await File.ReadAllTextAsync($"/proc/{client.Pid}/comm")).Trim());

        client.Signal(15);
        Assert.Equal(0, await client.Exit());
        await file.Lives(count => count == 0);
    }

    [Fact]
    public void What_is_documented_is_what_there_is()
    {
        string document = File.ReadAllText(Repository.PathOf("docs/cli.md"));

        Assert.All(
            typeof(Spinner.Cli.ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!),
            code => Assert.Matches($@"(?m)^\| {code} \|", document));
    }
}
