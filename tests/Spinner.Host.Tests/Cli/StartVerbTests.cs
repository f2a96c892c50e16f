using System.Text.Json.Nodes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary><c>start</c> and <c>restart</c> as a user types them.</summary>
public sealed class StartVerbTests(CliDaemon daemon) : IClassFixture<CliDaemon>
{
    private static readonly string[] _serve = ["--", TestChild.Program, "serve"];

    [Fact]
    public async Task A_new_child_is_started_from_its_command_line_and_its_url_printed()
    {
        CliRun run = await daemon.Run(["start", "web", "--port-range", "18000-18019", .. _serve]);

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        Assert.Matches(@"^web http://127\.0\.0\.1:180[01]\d/\n$", run.Out);
    }

    [Fact]
    public async Task Started_again_by_its_name_it_is_where_it_was()
    {
        CliRun first = await daemon.Run(["start", "again", "--port-range", "18020-18039", .. _serve]);
        CliRun second = await daemon.Run("start", "again");

        Assert.Equal((0, ""), (first.Code, first.Complaint));
        Assert.Equal((0, first.Out), (second.Code, second.Out));
    }

    [Fact]
    public async Task As_json_the_answer_of_the_api_is_the_whole_output()
    {
        CliRun run = await daemon.Run(["start", "json", "-o", "json", "--port-range", "18040-18059", .. _serve]);

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        Assert.Equal("json", (string?)run.Json["name"]);
        Assert.Equal("tcp", (string?)run.Json["endpoint"]!["kind"]);
        Assert.True((int)run.Json["pid"]! > 1);
    }

    [Fact]
    public async Task A_script_that_exists_is_started_under_its_path_and_watched()
    {
        await File.WriteAllTextAsync(Path.Combine(daemon.Folder, "job.sh"), "exec sleep 1000\n");
        System.Diagnostics.ProcessStartInfo start = CliRun.Info(CliRun.Client, daemon.Socket, "start", "./job.sh", "--endpoint", "none");
        start.WorkingDirectory = daemon.Folder;

        CliRun run = await CliRun.Of(start);

        Assert.Equal((0, "./job.sh started\n", ""), (run.Code, run.Out, run.Complaint));
        JsonNode spec = (await daemon.Run("get", "./job.sh", "-o", "json")).Json["spec"]!;
        Assert.Equal("./job.sh", (string?)spec["script"]);
        Assert.Contains("job.sh", spec["monitor"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(daemon.Folder, (string?)spec["baseDirectory"]);
    }

    [Fact]
    public async Task A_script_needs_nothing_but_its_path()
    {
        await File.WriteAllTextAsync(Path.Combine(daemon.Folder, "serve.sh"), $"exec {TestChild.Program} serve\n");
        System.Diagnostics.ProcessStartInfo start = CliRun.Info(CliRun.Client, daemon.Socket, "start", "serve.sh");
        start.WorkingDirectory = daemon.Folder;

        CliRun run = await CliRun.Of(start);

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        Assert.StartsWith("serve.sh http://127.0.0.1:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_reach_the_child()
    {
        CliRun run = await daemon.Run(
            "start", "opts", "--endpoint", "none", "--env", "A=1=2", "-e", "B=x y", "--cwd", daemon.Folder, "--readiness", "log=^ready", "--timeout", "20s",
            "--", "/bin/sh", "-c", "echo $A $B $PWD; echo ready; exec sleep 1000");

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        Assert.Equal($"opts | 1=2 x y {daemon.Folder}", (await daemon.Run("logs", "opts")).Lines[0]);
        string spec = (await daemon.Run("get", "opts", "-o", "json")).Json["spec"]!.ToJsonString();
        Assert.DoesNotContain("x y", spec, StringComparison.Ordinal);
        Assert.Contains("^ready", spec, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spec_comes_from_standard_input_too()
    {
        CliRun run = await CliRun.Of(
            CliRun.Info(CliRun.Client, daemon.Socket, "start", "piped", "--spec", "-", "--endpoint", "none"),
            """{ "command": "/bin/sleep", "args": ["1000"], "endpoint": "tcp", /* the option wins */ }""");

        Assert.Equal((0, "piped started\n", ""), (run.Code, run.Out, run.Complaint));
    }

    [Fact]
    public async Task A_child_that_ends_shows_its_last_words_and_what_to_do()
    {
        CliRun run = await daemon.Run("start", "ends", "--readiness", "log=never", "--", "/bin/sh", "-c", "printf '\\033[31mno luck\\033[0m\\n' >&2; exit 3");

        Assert.Equal((4, ""), (run.Code, run.Out));
        Assert.Contains("exit code 3", run.Err, StringComparison.Ordinal);
        Assert.Contains("\n  | no luck\n", run.Err, StringComparison.Ordinal);
        Assert.Contains("spinner logs ends", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulted_child_says_how_long_it_refuses()
    {
        for (int i = 0; i < 2; i++)
            await daemon.Run("start", "faults", "--attempts", "1", "--endpoint", "none", "--readiness", "log=never", "--", "/bin/sh", "-c", "exit 3");

        CliRun run = await daemon.Run("start", "faults");

        Assert.Equal(5, run.Code);
        Assert.Matches("It can be started in [0-9]+ s; at once: spinner restart faults", run.Err);
        CliRun ps = await daemon.Run("ps");
        Assert.Matches("faults +faulted .*1 start failed; not started for [0-9]+ s", ps.Out);
    }

    [Fact]
    public async Task An_unknown_child_has_similar_names_suggested()
    {
        string name = await daemon.Worker();

        CliRun run = await daemon.Run("start", name + "x");

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains($"did you mean \"{name}\"", run.Err, StringComparison.Ordinal);
        Assert.Contains("spinner ps", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_value_is_the_configurations_fault()
    {
        CliRun run = await daemon.Run("start", "bad", "--timeout", "soon", "--", "true");

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("soon", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_each_is_told_and_the_worst_is_the_exit_code()
    {
        string one = await daemon.Worker();
        string two = await daemon.Worker();

        CliRun text = await daemon.Run("start", one, "nobody", two);
        CliRun json = await daemon.Run("start", one, "nobody", two, "-o", "json");

        Assert.Equal((3, $"{one} started\n{two} started\n"), (text.Code, text.Out));
        Assert.Contains("'nobody'", text.Err, StringComparison.Ordinal);
        Assert.Equal([one, two], json.Json.AsArray().Select(child => (string?)child!["name"]));
        Assert.Equal("unknown_child", (string?)JsonNode.Parse(json.Err)!["code"]);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("start", "--", "true")]
    [InlineData("start", "a", "b", "--", "true")]
    [InlineData("start", "a", "--env", "=NONAME")]
    [InlineData("start", "a", "--env", "NO_SUCH_VARIABLE")]
    [InlineData("start", "--no-such-option", "a")]
    [InlineData("restart")]
    public async Task Nonsense_is_answered_with_the_usage(params string[] args)
    {
        CliRun run = await daemon.Run(args);

        Assert.Equal((64, ""), (run.Code, run.Out));
        Assert.Contains($"Usage: spinner {args[0]} <", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_is_another_run()
    {
        string name = await daemon.Worker();

        CliRun run = await daemon.Run("restart", name, "-o", "json");

        Assert.Equal(0, run.Code);
        Assert.Equal(2, (int)run.Json["run"]!);
    }

    [Fact]
    public async Task A_start_with_another_command_says_that_the_old_one_runs_on_and_a_restart_applies_it()
    {
        string name = await daemon.Worker();
        string[] other = ["--endpoint", "none", "--", "/bin/sh", "-c", "echo other; exec sleep 1000"];

        CliRun start = await daemon.Run(["start", name, .. other]);
        CliRun restart = await daemon.Run(["restart", name, .. other]);

        Assert.Equal(0, start.Code);
        Assert.Contains("spinner restart", start.Err, StringComparison.Ordinal);
        Assert.Equal((0, ""), (restart.Code, restart.Complaint));
        Assert.Contains("| other", (await daemon.Run("logs", name)).Out, StringComparison.Ordinal);
    }
}
