using System.Text.Json.Nodes;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>Answers that a real host gives rarely, or never: what the client makes of them.</summary>
public sealed class HarmlessTextTests
{
    private const string Evil = "a\\u001b]0;owned\\u0007\\u202e";

    [Fact]
    public async Task Names_and_causes_do_not_drive_the_terminal()
    {
        using FakeHost host = new($$"""{"children":[{"name":"{{Evil}}","state":"faulted","cause":"{{Evil}}\nnext","retryAfterSeconds":12}]}""");

        CliRun ps = await CliRun.Of(host.SocketPath, "ps");
        CliRun names = await CliRun.Of(host.SocketPath, "ps", "-q");

        Assert.DoesNotContain("\e", ps.Out, StringComparison.Ordinal);
        Assert.Contains(@"a\e]0;owned\x07\u202e; not started for 12 s", ps.Out, StringComparison.Ordinal);
        Assert.Equal(2, ps.Lines.Length);
        Assert.Equal("a\\e]0;owned\\x07\\u202e\n", names.Out);
    }

    [Fact]
    public async Task Errors_do_not_drive_the_terminal()
    {
        using FakeHost host = new(
            $$"""{"type":"urn:spinner:problem:exited","title":"t","status":502,"code":"exited","detail":"{{Evil}}","child":"{{Evil}}","stderr":["\u001b[31mred\u001b[0m\ttab","{{Evil}}"]}""", 502);

        CliRun run = await CliRun.Of(host.SocketPath, "start", "a");

        Assert.Equal((4, ""), (run.Code, run.Out));
        Assert.DoesNotContain("\e", run.Err, StringComparison.Ordinal);
        Assert.Contains("  | red    tab\n", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_passed_on_byte_for_byte()
    {
        string answer = $$"""{ "children" : [ {"name":"{{Evil}}","state":"new-in-a-later-version", "later": 1.50} ] }""";
        using FakeHost host = new(answer);

        CliRun run = await CliRun.Of(host.SocketPath, "ps", "-o", "json");

        Assert.Equal(answer + "\n", run.Out);
    }

    [Theory]
    [InlineData("faulted", 409, 5)]
    [InlineData("pinned", 409, 6)]
    [InlineData("no_port", 503, 4)]
    [InlineData("timed_out", 504, 4)]
    [InlineData("invalid_spec", 422, 2)]
    [InlineData("shutting_down", 503, 6)]
    [InlineData("still_alive", 502, 1)]
    [InlineData("new_in_a_later_version", 500, 1)]
    public async Task Problems_have_their_exit_codes(string code, int status, int exit)
    {
        string problem = $$"""{"type":"t","title":"t","status":{{status}},"code":"{{code}}","detail":"That is so."}""";
        using FakeHost host = new(problem, status);

        CliRun text = await CliRun.Of(host.SocketPath, "restart", "a");
        CliRun json = await CliRun.Of(host.SocketPath, "restart", "a", "-o", "json");

        Assert.Equal(exit, text.Code);
        Assert.StartsWith("error: That is so.\n", text.Complaint, StringComparison.Ordinal);
        Assert.Equal((exit, problem + "\n"), (json.Code, json.Err));
    }

    [Theory]
    [InlineData("not json", 200)]
    [InlineData("null", 200)]
    public async Task What_is_no_Spinner_is_no_host(string body, int status)
    {
        using FakeHost host = new(body, status);

        CliRun run = await CliRun.Of(host.SocketPath, "ps");

        Assert.Equal(69, run.Code);
        Assert.Contains(host.SocketPath, run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_s_error_is_told_as_it_is()
    {
        using FakeHost host = new("<html>\u001b[31m", 500);

        CliRun run = await CliRun.Of(host.SocketPath, "ps");

        Assert.Equal(1, run.Code);
        Assert.Contains(@"It answered 500 Said. <html>\e[31m", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_says_what_it_did()
    {
        using FakeHost host = new("""
            {"dryRun":false,"added":["a"],"removed":["b"],"changed":[{"name":"c","keys":["env","args"]}],"unchanged":["d","e"],"needRestart":["spinner.ports.rest"]}
            """);

        CliRun run = await CliRun.Of(host.SocketPath, "reload");

        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["+ a added", "- b is being stopped, and then removed", "~ c changed: env, args", "! spinner.ports.rest takes effect at the next start of Spinner", "2 children are unchanged"],
            run.Lines);
    }

    [Fact]
    public async Task A_slow_answer_has_its_progress_told_in_lines_where_there_is_no_terminal()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FakeHost host = new(async request =>
        {
            if (request.StartsWith("GET", StringComparison.Ordinal))
            {
                asked.TrySetResult();
                return (200, """{"name":"a","state":"starting","cause":"waits for b"}""");
            }

            await asked.Task;
            return (200, """{"name":"a","endpoint":{"kind":"none"},"pid":1,"run":1}""");
        });

        CliRun run = await CliRun.Of(host.SocketPath, "start", "a");
        CliRun json = await CliRun.Of(host.SocketPath, "start", "a", "-o", "json");

        Assert.Equal((0, "a started\n"), (run.Code, run.Out));
        Assert.StartsWith("a: starting\n", run.Err, StringComparison.Ordinal);
        Assert.Equal("", json.Err);
        Assert.Equal("a", (string?)JsonNode.Parse(json.Out)!["name"]);
    }
}
