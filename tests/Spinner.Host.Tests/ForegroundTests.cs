using System.Text.Json.Nodes;
using Spinner.Cli;
using Xunit;

namespace Spinner.Host.Tests;

/// <summary><c>up --exit-with</c>, <c>run</c> and <c>doctor</c>, as a user calls them.</summary>
public sealed class ForegroundTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-fore-").FullName;

    private string Socket => Path.Combine(_folder, "s.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Script(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("exit 0", 0)]
    [InlineData("kill -TERM $$", 143)]
    public async Task Up_ends_with_the_child_it_was_told_to_end_with(string end, int expected)
    {
        using UpFile file = new($$"""
            job { command = sh, args = ["-c", "sleep 0.2; {{end}}"], endpoint = none }
            web { command = "$TESTCHILD", args = [serve] }
            """);

        (int code, string text) = await HostProcess.Run("up", file.Path, "--exit-with", "job", "--socket", Socket);

        Assert.True(code == expected, text);
        Assert.Empty(file.Living());
    }

    [Fact]
    public async Task Up_ends_with_its_child_after_a_reload_too()
    {
        string go = Path.Combine(_folder, "go"), conf = Path.Combine(_folder, "up.conf");
        void Write(string version) => File.WriteAllText(conf, $$"""
            spinner.children.job {
              command = sh, args = ["-c", "echo is {{version}}; while [ ! -e {{go}} ]; do sleep 0.05; done; exit 7"], endpoint = none, restart = always
            }
            """);
        Write("old");
        await using HostProcess up = HostProcess.Start("up", conf, "--exit-with", "job", "--socket", Socket);
        await up.Line(line => line.Contains("is old", StringComparison.Ordinal));
        Write("new");
        (int code, string text) = await HostProcess.Run("reload", "--socket", Socket);
        Assert.True(code == 0, text);
        await up.Line(line => line.Contains("is new", StringComparison.Ordinal));

        File.WriteAllText(go, "");

        Assert.Equal(7, await up.Exit());
    }

    [Fact]
    public async Task A_child_to_end_with_that_is_not_there_is_told()
    {
        using UpFile file = new("""web { command = "$TESTCHILD", args = [serve] }""");

        (int code, string text) = await HostProcess.Run("up", file.Path, "--exit-with", "job");

        Assert.Equal(ExitCodes.BadConfiguration, code);
        Assert.Contains("it has web", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--state-folder goes with --detach", "up", "spinner.conf", "--state-folder", "x")]
    [InlineData("--detach and --exit-with exclude each other", "up", "spinner.conf", "--detach", "--exit-with", "web")]
    [InlineData("--exit-with and --restart exclude each other", "run", "job.sh", "--exit-with", "--restart", "always")]
    public async Task Options_that_make_no_sense_together_are_a_usage_error(string error, params string[] args)
    {
        (int code, string text) = await HostProcess.Run(args);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(error, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_says_that_it_does_not_listen_where_only_the_daemon_would()
    {
        string conf = Script("up.conf", """
            spinner { children.job { command = sh, args = ["-c", "exit 0"], endpoint = none }, host.api.tcp.listen = "127.0.0.1:18799" }
            """);

        (int code, string text) = await HostProcess.Run("up", conf, "--exit-with", "job", "--socket", Socket);

        Assert.True(code == 0, text);
        Assert.Contains("spinner | nothing listens on 127.0.0.1:18799: api.tcp.listen is for the daemon\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_outlives_its_grace_is_told_in_plain_words()
    {
        using UpFile file = new("""
            deaf { command = sh, args = ["-c", "trap 'echo is deaf' TERM; echo here; while :; do sleep 0.1; done"], endpoint = none, stop-timeout = 500ms }
            """);
        await using HostProcess up = HostProcess.Start("up", file.Path, "--socket", Socket);
        await up.Line(line => line.Contains("here", StringComparison.Ordinal));
        up.Signal(15);

        Assert.Equal("deaf    | warning: Did not end within 500 ms of SIGTERM: SIGKILL", await up.Line(line => line.Contains("SIGKILL", StringComparison.Ordinal)));
        Assert.Equal(0, await up.Exit());
    }

    [Fact]
    public async Task Run_starts_a_script_and_ends_with_it_if_it_is_to()
    {
        string script = Script("job.sh", "echo got $1; exit 5");

        (int code, string text) = await HostProcess.Run("run", script, "word", "--exit-with", "--socket", Socket);

        Assert.Equal(5, code);
        Assert.Contains("got word", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_of_a_script_that_is_not_there_is_told()
    {
        (int code, string text) = await HostProcess.Run("run", Path.Combine(_folder, "nothing.js"));

        Assert.Equal(ExitCodes.BadConfiguration, code);
        Assert.Contains("does not exist", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_was_asked_for_and_is_taken_is_an_error()
    {
        using UpFile file = new("""web { command = "$TESTCHILD", args = [serve] }""");
        await using HostProcess first = HostProcess.Start("up", file.Path, "--socket", Socket);
        await first.Line(line => line.Contains("started: http://", StringComparison.Ordinal));

        Assert.Equal(ExitCodes.Refused, (await HostProcess.Run("up", file.Path, "--socket", Socket)).Code);

        first.Signal(15);
        Assert.Equal(0, await first.Exit());
    }

    [Fact]
    public async Task The_doctor_tells_what_it_finds_also_as_JSON()
    {
        (int code, string text) = await HostProcess.Run("doctor", "--socket", Socket, "-o", "json");

        JsonArray findings = JsonNode.Parse(text)!.AsArray();
        Assert.Equal(findings.Any(finding => (string?)finding!["level"] == "problem") ? ExitCodes.Failure : ExitCodes.Success, code);
        Assert.Contains(findings, finding => (string?)finding!["area"] == "ports");
        Assert.Contains(findings, finding => ((string?)finding!["text"])!.Contains($"there is no {Socket}", StringComparison.Ordinal));
    }
}
