using System.Text.Json.Nodes;
using Spinner.Cli;
using Spinner.Host.Tests.Cli;
using Xunit;

namespace Spinner.Host.Tests;

/// <summary><c>up</c>, <c>run</c> and <c>daemon</c> with <c>-o json</c>: standard output and error are for programs then.</summary>
public sealed class ForegroundJsonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-json-").FullName;

    private string Socket => Path.Combine(_folder, "s.sock");

    private string State => Path.Combine(_folder, "state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<CliRun> Host(params IEnumerable<string> args) => CliRun.Of(CliRun.Info(HostProcess.Program, Socket, [.. args, "-o", "json"]));

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static JsonObject[] Parsed(CliRun run) => [.. run.Lines.Select(line => JsonNode.Parse(line)!.AsObject())];

    [Fact]
    public async Task Up_prints_what_happens_and_what_children_print_as_lines_of_json()
    {
        string file = Write("up.conf", """
            spinner.children.job { command = sh, args = ["-c", "echo \"say <this>\"; echo bad >&2; exit 0"], endpoint = none }
            """);

        CliRun run = await Host("up", file, "--exit-with", "job");

        Assert.Equal((0, ""), (run.Code, run.Err));
        JsonObject[] lines = Parsed(run);
        Assert.Contains(lines, line => (string?)line["text"] == "say <this>" && (string?)line["stream"] == "stdout" && (string?)line["name"] == "job");
        Assert.Contains(lines, line => (string?)line["text"] == "bad" && (string?)line["stream"] == "stderr");
        Assert.Contains("say <this>", run.Out, StringComparison.Ordinal);
        JsonObject[] events = [.. lines.Where(line => line.ContainsKey("type"))];
        Assert.Equal(events.Select(fact => (long)fact["sequence"]!).Order(), events.Select(fact => (long)fact["sequence"]!));
        Assert.Contains(events, fact => (string?)fact["type"] == "started");
        Assert.Equal("stopped", (string?)events[^1]["type"]);
    }

    [Fact]
    public async Task A_file_with_errors_is_a_problem()
    {
        CliRun run = await Host("up", Write("bad.conf", "spinner.children.a { comand = x, attempts = 0 }"));

        Assert.Equal((ExitCodes.BadConfiguration, ""), (run.Code, run.Out));
        JsonNode problem = JsonNode.Parse(run.Err)!;
        Assert.Equal("invalid_file", (string?)problem["code"]);
        Assert.Contains(problem["errors"]!.AsArray(), error => ((string?)error)!.Contains("comand", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_the_background_up_prints_the_daemon_and_each_child_as_the_api_has_them()
    {
        string file = Write("up.conf", """
            spinner.children { web { command = sleep, args = ["1000"], endpoint = none }
            bad { command = sh, args = ["-c", "exit 3"], endpoint = none, attempts = 1, readiness { log = never } } }
            """);

        CliRun run = await Host("up", file, "--detach", "--state-folder", State);
        CliRun again = await Host("up", file, "--detach", "--state-folder", State);
        CliRun end = await CliRun.Of(Socket, "shutdown");

        Assert.Equal((ExitCodes.NotStarted, "", 0), (run.Code, run.Err, end.Code));
        JsonObject[] lines = Parsed(run);
        Assert.Equal("daemon", (string?)lines[0]["mode"]);
        Assert.Equal(["bad faulted", "web started"], lines.Skip(1).Select(child => $"{child["name"]} {child["state"]}").Order(StringComparer.Ordinal));
        Assert.Equal((ExitCodes.Refused, ""), (again.Code, again.Out));
        Assert.Equal("refused", (string?)JsonNode.Parse(again.Err)!["code"]);
    }

    [Fact]
    public async Task Run_prints_the_child_when_it_is_ready_and_then_its_lines()
    {
        string script = Write("job.sh", "sleep 0.3; echo got $1; exit 5");

        CliRun run = await Host("run", script, "word", "--endpoint", "none", "--exit-with");

        Assert.Equal((5, ""), (run.Code, run.Err));
        JsonObject[] lines = Parsed(run);
        Assert.Equal((script, "started", "none"), ((string?)lines[0]["name"], (string?)lines[0]["state"], (string?)lines[0]["endpoint"]!["kind"]));
        Assert.True((int)lines[0]["pid"]! > 1);
        Assert.Equal("got word", (string?)lines[1]["text"]);
    }

    [Fact]
    public async Task A_script_that_does_not_come_up_is_a_problem()
    {
        string script = Write("job.sh", "echo no luck >&2; exit 3");

        CliRun run = await Host("run", script, "--readiness", "log=never", "--attempts", "1", "--exit-with");

        Assert.Equal(3, run.Code);
        JsonNode problem = JsonNode.Parse(run.Err.Split('\n')[0])!;
        Assert.Equal("exited", (string?)problem["code"]);
        Assert.Equal("no luck", (string?)problem["stderr"]![0]);
        CliRun missing = await Host("run", Path.Combine(_folder, "nothing.js"));
        Assert.Equal(ExitCodes.BadConfiguration, missing.Code);
        Assert.Equal("invalid_spec", (string?)JsonNode.Parse(missing.Err)!["code"]);
    }

    [Fact]
    public async Task A_daemon_prints_one_line_when_it_answers_and_logs_elsewhere()
    {
        await using HostProcess daemon = HostProcess.StartVia(
            "/bin/sh", "-c", "exec \"$0\" \"$@\" 2>/dev/null", HostProcess.Program, "daemon", "--socket", Socket, "--state-folder", State, "-o", "json");

        JsonNode ready = JsonNode.Parse(await daemon.Line(_ => true))!;
        CliRun info = await CliRun.Of(Socket, "info", "-o", "json");
        CliRun second = await Host("daemon", "--state-folder", State + "2");
        CliRun end = await CliRun.Of(Socket, "shutdown");

        Assert.Equal((daemon.Pid, Socket), ((int)ready["pid"]!, (string?)ready["socket"]));
        Assert.Equal((string?)info.Json["version"], (string?)ready["version"]);
        Assert.Equal(info.Json.AsObject().Select(pair => pair.Key), ready.AsObject().Select(pair => pair.Key));
        Assert.Equal((ExitCodes.Refused, ""), (second.Code, second.Out));
        Assert.Equal("refused", (string?)JsonNode.Parse(second.Err)!["code"]);
        Assert.Equal((0, 0), (end.Code, await daemon.Exit()));
        Assert.DoesNotContain('\n', daemon.Text);
    }

    [Fact]
    public async Task Run_takes_the_options_that_describe_a_child()
    {
        string script = Write("job.sh", "echo $A $B $C $PWD; exit 0");
        string env = Write("job.env", "A=file\nB='of file'\n");

        CliRun run = await CliRun.Of(CliRun.Info(
            HostProcess.Program, Socket, "run", script, "--exit-with", "--endpoint", "none", "--env-file", env, "-e", "A=own", "--env", "C=c", "--cwd", _folder));

        Assert.Equal(0, run.Code);
        Assert.Contains($"own of file c {_folder}", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.Usage, "NO_SUCH_VARIABLE", "--env", "NO_SUCH_VARIABLE")]
    [InlineData(ExitCodes.BadConfiguration, "no.env", "--env-file", "/no/such/no.env")]
    [InlineData(ExitCodes.BadConfiguration, "attempts", "--attempts", "0")]
    public async Task Options_of_run_that_are_wrong_are_told(int code, string complaint, params string[] options)
    {
        CliRun run = await CliRun.Of(CliRun.Info(HostProcess.Program, Socket, ["run", Write("job.sh", "exit 0"), .. options]));

        Assert.Equal((code, ""), (run.Code, run.Out));
        Assert.Contains(complaint, run.Err, StringComparison.Ordinal);
    }
}
