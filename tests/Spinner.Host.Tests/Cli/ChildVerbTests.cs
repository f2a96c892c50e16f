using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>The verbs that look at children and stop them, against a real daemon.</summary>
public sealed class ChildVerbTests(CliDaemon daemon) : IClassFixture<CliDaemon>
{
    private const int SigInt = 2;

    [Fact]
    public async Task Ps_lists_name_state_endpoint_and_pid()
    {
        string name = await daemon.Worker();

        CliRun ps = await daemon.Run("ps");
        CliRun ls = await daemon.Run("ls", "-q");
        CliRun json = await daemon.Run("ps", "-o", "json");

        Assert.Equal(["NAME", "STATE", "ENDPOINT", "PID", "RESTARTS", "UPTIME", "WHY"], ps.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches($@"{name} +started +- +\d+ +0 +\d+ s", ps.Out);
        Assert.Contains(name, ls.Lines);
        Assert.Contains(json.Json["children"]!.AsArray(), child => (string?)child!["name"] == name && (string?)child["state"] == "started");
    }

    [Fact]
    public async Task Get_shows_a_child_in_full()
    {
        string name = await daemon.Worker();

        CliRun text = await daemon.Run("get", name);
        CliRun json = await daemon.Run("get", name, "-o", "json");

        Assert.Equal(0, text.Code);
        Assert.Matches($@"^name +{name}\nstate +started\n", text.Out);
        Assert.Contains("command = /bin/sh", text.Out, StringComparison.Ordinal);
        Assert.NotEmpty(json.Json["transitions"]!.AsArray());
    }

    [Fact]
    public async Task Output_stands_behind_names_and_standard_error_is_marked()
    {
        string name = await daemon.Worker();

        CliRun prefixed = await daemon.Run("logs", name);
        CliRun bare = await daemon.Run("logs", name, "--no-prefix", "-n", "1");
        CliRun timed = await daemon.Run("logs", name, "-t");
        CliRun json = await daemon.Run("logs", name, "-o", "json");

        Assert.Equal([$"{name} ! trouble", $"{name} | here"], prefixed.Lines.Order(StringComparer.Ordinal));
        Assert.Single(bare.Lines);
        Assert.All(timed.Lines, line => Assert.Matches($@"^{name} [|!] \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z ", line));
        Assert.Equal(["stderr", "stdout"], json.Lines.Select(line => (string)JsonNode.Parse(line)!["stream"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_word_behind_a_switch_is_a_name()
    {
        CliRun run = await daemon.Run("logs", "-f", "true");

        Assert.Equal(3, run.Code);
        Assert.Contains("'true'", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colours_of_children_stay_out_of_pipes()
    {
        string name = await daemon.Worker("printf '\\033[31mred\\033[0m\\n'; exec sleep 1000");

        Assert.Equal($"{name} | red\n", (await daemon.Run("logs", name)).Out);
    }

    [Fact]
    public async Task A_follower_is_ended_by_Ctrl_C_with_130()
    {
        string name = await daemon.Worker();
        await using HostProcess follower = HostProcess.StartVia(CliRun.Client, "logs", "-f", name, "--socket", daemon.Socket);
        await follower.Line(line => line.EndsWith("here", StringComparison.Ordinal));

        follower.Signal(SigInt);

        Assert.Equal(130, await follower.Exit());
    }

    [Fact]
    public async Task A_follower_shows_what_comes()
    {
        string gate = Path.Combine(daemon.Folder, $"gate-{Guid.NewGuid():N}");
        string name = await daemon.Worker($"mkfifo {gate}; echo before; read line < {gate}; echo got $line; exec sleep 1000");
        await using HostProcess follower = HostProcess.StartVia(CliRun.Client, "logs", "-f", name, "--socket", daemon.Socket);
        await follower.Line(line => line.EndsWith("before", StringComparison.Ordinal));

        await File.WriteAllTextAsync(gate, "it\n");

        Assert.Equal($"{name} | got it", await follower.Line(line => line.Contains("got", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task A_follower_ends_quietly_when_its_reader_does_though_nothing_comes_any_more()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "that a reader has gone is seen without writing on Linux only");
        string name = await daemon.Worker("echo only; exec sleep 1000");

        CliRun run = await CliRun.Shell(daemon.Socket, $"\"$SPINNER\" logs -f {name} | head -1; echo ${{PIPESTATUS[0]}}");

        Assert.Equal(($"{name} | only\n0\n", ""), (run.Out, run.Complaint));
    }

    [Fact]
    public async Task Events_without_follow_are_the_present()
    {
        string name = await daemon.Worker();

        CliRun text = await daemon.Run("events", name);
        CliRun json = await daemon.Run("events", name, "-o", "json");

        Assert.Equal(0, text.Code);
        Assert.Contains($"  {name}  started", Assert.Single(text.Lines), StringComparison.Ordinal);
        JsonNode present = JsonNode.Parse(Assert.Single(json.Lines))!;
        Assert.Equal(("present", name), ((string?)present["type"], (string?)present["name"]));
    }

    [Fact]
    public async Task Events_are_followed()
    {
        string name = await daemon.Worker();
        await using HostProcess follower = HostProcess.StartVia(CliRun.Client, "events", "-f", name, "--socket", daemon.Socket);
        await follower.Line(line => line.Contains("started", StringComparison.Ordinal));

        await daemon.Run("stop", name);

        Assert.Contains(name, await follower.Line(line => line.Contains("  stopped", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_child_is_stopped_by_hand_and_a_second_stop_changes_nothing()
    {
        string name = await daemon.Worker();

        CliRun stop = await daemon.Run("stop", name);
        CliRun again = await daemon.Run("stop", name);

        Assert.Equal((0, ""), (stop.Code, stop.Complaint));
        Assert.StartsWith($"{name} stopped", stop.Out, StringComparison.Ordinal);
        Assert.Equal((0, $"{name} was stopped already\n"), (again.Code, again.Out));
        Assert.Matches($"{name} +stopped .*stopped by hand", (await daemon.Run("ps")).Out);
    }

    [Fact]
    public async Task A_stop_without_a_pin_leaves_the_child_to_whoever_needs_it()
    {
        string name = await daemon.Worker();

        CliRun stop = await daemon.Run("stop", name, "--no-pin", "-o", "json");

        Assert.Equal((0, "exited"), (stop.Code, (string?)stop.Json["outcome"]));
        Assert.NotEqual(true, (bool?)(await daemon.Run("get", name, "-o", "json")).Json["isPinned"]);
    }

    [Fact]
    public async Task A_removed_child_is_unknown()
    {
        string name = await daemon.Worker();

        CliRun rm = await daemon.Run("rm", name);

        Assert.Equal((0, $"{name} removed\n"), (rm.Code, rm.Out));
        Assert.Equal(3, (await daemon.Run("get", name)).Code);
    }

    [Fact]
    public async Task Only_a_running_child_can_be_touched()
    {
        string name = await daemon.Worker();

        CliRun touched = await daemon.Run("touch", name);
        await daemon.Run("stop", name);
        CliRun refused = await daemon.Run("touch", name);

        Assert.Equal((0, $"{name} touched\n"), (touched.Code, touched.Out));
        Assert.Equal(6, refused.Code);
    }

    [Fact]
    public async Task Waiting_ends_when_the_child_is_as_wanted()
    {
        string name = await daemon.Worker();
        using Process waiting = Process.Start(CliRun.Info(CliRun.Client, daemon.Socket, "wait", name, "--for=stopped"))!;

        await daemon.Run("stop", name);

        await waiting.WaitForExitAsync().WaitAsync(HostProcess.Limit);
        Assert.Equal(0, waiting.ExitCode);
        Assert.Equal($"{name} stopped\n", await waiting.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task Waiting_in_vain_ends_with_124_and_says_how_it_is()
    {
        string name = await daemon.Worker();

        CliRun run = await daemon.Run("wait", name, "--for", "stopped", "--timeout", "2s");

        Assert.Equal((124, ""), (run.Code, run.Out));
        Assert.Contains("it is started", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_prints_as_json_what_get_prints()
    {
        string one = await daemon.Worker("echo 'a > b'; exec sleep 1000");
        string two = await daemon.Worker();

        CliRun of1 = await daemon.Run("wait", one, "--for", "started", "-o", "json");
        CliRun of2 = await daemon.Run("wait", one, two, "--for", "started", "-o", "json");
        CliRun get = await daemon.Run("get", one, "-o", "json");

        Assert.Equal((0, ""), (of1.Code, of1.Err));
        Assert.Equal(WithoutUptime(get.Out), WithoutUptime(of1.Out));
        Assert.Equal([one, two], of2.Json.AsArray().Select(child => (string?)child!["name"]));
    }

    [Fact]
    public async Task Waiting_in_vain_is_told_with_what_to_do_next_or_as_a_problem()
    {
        string name = await daemon.Worker();

        CliRun run = await daemon.Run("wait", name, "--for", "stopped", "--timeout", "2s", "-o", "json");
        CliRun text = await daemon.Run("wait", name, "--for", "stopped", "--timeout", "100ms");

        Assert.Equal((124, ""), (run.Code, run.Out));
        JsonNode problem = JsonNode.Parse(run.Err)!;
        Assert.Equal(("wait_timed_out", name), ((string?)problem["code"], (string?)problem["child"]));
        Assert.Contains("it is started", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal((124, ""), (text.Code, text.Out));
        Assert.StartsWith($"error: '{name}' was not stopped within 0.1 s", text.Err, StringComparison.Ordinal);
        Assert.EndsWith($"What is known of it: spinner get {name}\n", text.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_nobody_are_an_error_beside_those_of_others()
    {
        string name = await daemon.Worker();

        CliRun text = await daemon.Run("events", "nobody-at-all", name);
        CliRun json = await daemon.Run("events", "nobody-at-all", "-o", "json");

        Assert.Equal(3, text.Code);
        Assert.Contains($"  {name}  started", text.Out, StringComparison.Ordinal);
        Assert.Contains("There is no child 'nobody-at-all'", text.Err, StringComparison.Ordinal);
        Assert.Equal((3, ""), (json.Code, json.Out));
        Assert.Equal("unknown_child", (string?)JsonNode.Parse(json.Err)!["code"]);
    }

    [Fact]
    public async Task Followed_a_child_may_be_still_to_come()
    {
        string name = $"later{Guid.NewGuid():N}"[..12];
        await using HostProcess follower = HostProcess.StartVia(CliRun.Client, "events", "-f", name, "--socket", daemon.Socket);

        await daemon.Run("start", name, "--endpoint", "none", "--", "sleep", "1000");

        await follower.Line(line => line.Contains($"  {name}  started", StringComparison.Ordinal));
        follower.Signal(2);
        Assert.Equal(130, await follower.Exit());
    }

    private static string WithoutUptime(string json) => System.Text.RegularExpressions.Regex.Replace(json, "\"uptimeSeconds\":[0-9.E-]+", "");

    [Theory]
    [InlineData("get")]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("touch")]
    [InlineData("rm")]
    [InlineData("logs")]
    public async Task An_unknown_child_ends_each_verb_with_3(string verb)
    {
        CliRun text = await daemon.Run(verb, "nobody-at-all");
        CliRun json = await daemon.Run(verb, "nobody-at-all", "-o", "json");

        Assert.Equal((3, ""), (text.Code, text.Out));
        Assert.Contains("nobody-at-all", text.Err, StringComparison.Ordinal);
        Assert.Equal("unknown_child", (string?)JsonNode.Parse(json.Err)!["code"]);
    }

    [Fact]
    public async Task An_unknown_child_is_not_waited_for() =>
        Assert.Equal(3, (await daemon.Run("wait", "nobody-at-all", "--for=started")).Code);

    [Fact]
    public async Task Any_name_can_be_spoken_of()
    {
        CliRun run = await daemon.Run("start", "a/b c?%2F", "--endpoint", "none", "--", "sleep", "1000");
        Assert.Equal((0, "a/b c?%2F started\n"), (run.Code, run.Out));
        Assert.Equal("a/b c?%2F", (string?)(await daemon.Run("get", "a/b c?%2F", "-o", "json")).Json["name"]);
    }

    [Fact]
    public async Task Top_without_a_terminal_prints_one_picture()
    {
        string name = await daemon.Worker();

        CliRun text = await daemon.Run("top");
        CliRun json = await daemon.Run("top", "-o", "json");

        Assert.Equal(["NAME", "STATE", "ENDPOINT", "PID", "CPU%", "MEM", "RST", "UPTIME"], text.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches($@"{name} +started +- +\d+ +\d+\.\d +[\d.]+ [kM]B +0 +\d+ s", text.Out);
        Assert.Contains(json.Json["children"]!.AsArray(), child => (string?)child!["name"] == name && (long)child["usage"]!["memoryBytes"]! > 0);
    }

    [Fact]
    public async Task A_host_without_a_file_has_nothing_to_reload()
    {
        CliRun run = await daemon.Run("reload", "--dry-run");

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("no configuration file", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_offers_the_same_verbs()
    {
        string name = await daemon.Worker();

        CliRun run = await CliRun.Of(CliRun.Info(HostProcess.Program, daemon.Socket, "ps", "-q"));

        Assert.Equal(0, run.Code);
        Assert.Contains(name, run.Lines);
    }
}
