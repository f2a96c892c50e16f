using System.Text.Json.Nodes;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>Options that describe a child: of one that is known they change what they name and nothing else.</summary>
public sealed class SpecOptionTests(CliDaemon daemon) : IClassFixture<CliDaemon>
{
    private const string Print = "echo $A-$B-$C; exec sleep 1000";

    private async Task<JsonNode> Spec(string name) => (await daemon.Run("get", name, "-o", "json")).Json["spec"]!;

    private async Task<string> Known()
    {
        string name = $"k{Guid.NewGuid():N}"[..9];
        CliRun run = await daemon.Run("start", name, "--endpoint", "none", "-e", "A=1", "-e", "B=2", "--attempts", "7", "--", "/bin/sh", "-c", Print);
        Assert.Equal((0, ""), (run.Code, run.Complaint));
        return name;
    }

    [Fact]
    public async Task A_restart_with_options_changes_them_alone_and_keeps_hidden_values()
    {
        string name = await Known();

        CliRun run = await daemon.Run("restart", name, "-e", "B=two", "-e", "C=3", "--stop-timeout", "9s");

        Assert.Equal((0, $"{name} started\n", ""), (run.Code, run.Out, run.Complaint));
        Assert.Equal($"{name} | 1-two-3", (await daemon.Run("logs", name)).Lines[^1]);
        JsonNode spec = await Spec(name);
        Assert.Equal(("/bin/sh", 7, 9.0, "none"), ((string?)spec["command"], (int)spec["attempts"]!, (double)spec["stopTimeout"]!, (string?)spec["endpoint"]));
    }

    [Fact]
    public async Task A_start_with_options_of_one_that_is_stopped_changes_them_alone()
    {
        string name = await Known();
        await daemon.Run("stop", name);

        CliRun run = await daemon.Run("start", name, "--attempts", "2");

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        JsonNode spec = await Spec(name);
        Assert.Equal(("/bin/sh", 2), ((string?)spec["command"], (int)spec["attempts"]!));
        Assert.Equal($"{name} | 1-2-", (await daemon.Run("logs", name)).Lines[^1]);
    }

    [Fact]
    public async Task A_start_with_options_of_one_that_runs_is_told_to_be_a_restart()
    {
        string name = await Known();

        CliRun run = await daemon.Run("start", name, "--attempts", "2");

        Assert.Equal(0, run.Code);
        Assert.Contains("spinner restart", run.Err, StringComparison.Ordinal);
        Assert.Equal(7, (int)(await Spec(name))["attempts"]!);
    }

    [Fact]
    public async Task A_command_replaces_everything()
    {
        string name = await Known();

        CliRun run = await daemon.Run("restart", name, "--endpoint", "none", "--", "/bin/sh", "-c", Print);

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        JsonNode spec = await Spec(name);
        Assert.Null(spec["env"]);
        Assert.Null(spec["attempts"]);
    }

    [Fact]
    public async Task A_script_that_is_known_is_changed_too_and_stays_what_it_was()
    {
        string script = Path.Combine(daemon.Folder, "known.sh");
        await File.WriteAllTextAsync(script, "exec sleep 1000\n");
        await daemon.Run("start", script, "--endpoint", "none", "-e", "A=1");
        await daemon.Run("stop", script);

        CliRun run = await daemon.Run("start", script, "--attempts", "2");

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        JsonNode spec = await Spec(script);
        Assert.Equal((script, "none", 2), ((string?)spec["script"], (string?)spec["endpoint"], (int)spec["attempts"]!));
        Assert.NotNull(spec["env"]!["A"]);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("restart")]
    public async Task Options_alone_do_not_make_a_child(string verb)
    {
        CliRun run = await daemon.Run(verb, "nobody-yet", "--attempts", "2");

        Assert.Equal((3, ""), (run.Code, run.Out));
        Assert.Contains("There is no child 'nobody-yet'", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_come_from_files_from_here_and_from_the_line_the_nearest_wins()
    {
        string one = Path.Combine(daemon.Folder, "one.env");
        string two = Path.Combine(daemon.Folder, "two.env");
        await File.WriteAllTextAsync(one, "# of all\nexport A=\"a b\"\nB=one\nC=one\n");
        await File.WriteAllTextAsync(two, "B=two # later\nC=two\n");
        System.Diagnostics.ProcessStartInfo start = CliRun.Info(
            CliRun.Client, daemon.Socket, "start", "env", "--endpoint", "none", "--env-file", one, "--env-file", two, "-e", "C", "--", "/bin/sh", "-c", Print);
        start.Environment["C"] = "here";

        CliRun run = await CliRun.Of(start);

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        Assert.Equal("env | a b-two-here", (await daemon.Run("logs", "env")).Lines[0]);
    }

    [Fact]
    public async Task A_variable_that_is_not_set_here_is_told_by_its_name()
    {
        CliRun run = await daemon.Run("start", "env2", "-e", "NO_SUCH_VARIABLE", "--", "true");

        Assert.Equal((64, ""), (run.Code, run.Out));
        Assert.Contains("NO_SUCH_VARIABLE", run.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--spec", null, "file")]
    [InlineData("--spec", "{\n \"command\": s3cret", "line 2, byte 13")]
    [InlineData("--spec", "[]", "no JSON object")]
    [InlineData("--spec", "{\"command\": \"true\", \"comand\": \"x\"}", "\"comand\" is no option")]
    [InlineData("--spec", "{\"command\": \"\\ud800\"}", "half a character")]
    [InlineData("--spec", "{\"\\ud800\": 1}", "half a character")]
    [InlineData("--env-file", null, "file")]
    [InlineData("--env-file", "A=1\nB s3cret", ":2: is no NAME=value")]
    [InlineData("--env-file", "A='s3cret", "A: the quote is never closed")]
    [InlineData("--env-file", "A='x' s3cret", "text after the closing quote")]
    public async Task A_file_that_is_missing_or_wrong_is_the_descriptions_fault(string option, string? text, string complaint)
    {
        string file = Path.Combine(daemon.Folder, $"{Guid.NewGuid():N}.file");
        if (text is not null)
            await File.WriteAllTextAsync(file, text);

        CliRun words = await daemon.Run("start", "of-a-file", option, file);
        CliRun json = await daemon.Run("start", "of-a-file", option, file, "-o", "json");

        Assert.Equal((2, "", 2, ""), (words.Code, words.Out, json.Code, json.Out));
        Assert.Contains(complaint, words.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", words.Err, StringComparison.Ordinal);
        Assert.Equal("invalid_spec", (string?)JsonNode.Parse(json.Err)!["code"]);
    }

    [Fact]
    public async Task A_spec_that_is_no_text_or_a_folder_is_refused()
    {
        string file = Path.Combine(daemon.Folder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllBytesAsync(file, [.. "{\"command\": \""u8, 0xff, .. "\"}"u8]);

        CliRun bytes = await daemon.Run("start", "of-a-file", "--spec", file);
        CliRun folder = await daemon.Run("start", "of-a-file", "--spec", daemon.Folder);

        Assert.Equal((2, 2), (bytes.Code, folder.Code));
        Assert.Contains("is not in UTF-8", bytes.Err, StringComparison.Ordinal);
        Assert.Contains("is a folder", folder.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_child_that_printed_errors_is_said_to_have()
    {
        CliRun silent = await daemon.Run("start", "silent", "--attempts", "1", "--", "/bin/sh", "-c", "exit 3");
        CliRun loud = await daemon.Run("start", "loud", "--attempts", "1", "--", "/bin/sh", "-c", "echo why >&2; exit 3");

        Assert.Contains("Its stderr says nothing; it must listen on $PORT.", silent.Err, StringComparison.Ordinal);
        Assert.Contains("Its stderr says more; it must listen on $PORT.", loud.Err, StringComparison.Ordinal);
    }
}
