using System.Globalization;
using System.Text.Json.Nodes;
using System.Runtime.Versioning;
using Spinner.Cli;
using Spinner.Host.Tests.Cli;
using Xunit;

namespace Spinner.Host.Tests.Daemon;

/// <summary>A daemon with a file and a state, as it is used: killed, started again, told to reload.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DaemonLifeTests : IAsyncLifetime
{
    private const int SigHup = 1;
    private const int SigKill = 9;

    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-life-").FullName;
    private HostProcess? _daemon;

    private string Socket => Path.Combine(_folder, "s.sock");

    private string Conf => Path.Combine(_folder, "spinner.conf");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_daemon is not null)
        {
            await Run("shutdown");
            await _daemon.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Task<CliRun> Run(params IEnumerable<string> args) => CliRun.Of(Socket, args);

    private void Write(params IEnumerable<string> children) => File.WriteAllText(Conf, $$"""
        spinner.defaults.endpoint = none
        spinner.children {
        {{string.Join('\n', children)}}
        }
        """);

    private static string Sleeper(string name, string more = "") => $$"""{{name}} { command = sleep, args = ["1000"] {{more}} }""";

    private async Task Start()
    {
        _daemon = HostProcess.Start("daemon", "--config", Conf, "--socket", Socket, "--state-folder", Path.Combine(_folder, "state"));
        CliRun last = new(-1, "", "");
        long begun = TimeProvider.System.GetTimestamp();
        while (last.Code != 0)
        {
            Assert.False(_daemon.HasEnded, _daemon.Text);
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < HostProcess.Limit, $"It does not answer. The client: {last.Err}\nThe daemon:\n{_daemon.Text}");
            last = await Run("info");
        }
    }

    private async Task<Dictionary<string, JsonNode>> Children()
    {
        JsonNode list = JsonNode.Parse((await Run("ps", "-o", "json")).Out)!;
        return list["children"]!.AsArray().ToDictionary(child => (string)child!["name"]!, child => child!);
    }

    private Task<CliRun> StartedAll(params IEnumerable<string> names) => Run(["wait", .. names, "--for=started", "--timeout", "30s"]);

    [Fact]
    public async Task After_a_kill_the_next_daemon_has_the_same_children_and_nothing_of_the_old_ones_is_left()
    {
        Write(Sleeper("kept"), Sleeper("unwanted"));
        await Start();
        await StartedAll("kept", "unwanted");
        Assert.Equal(0, (await Run("start", "hand", "--endpoint", "none", "--", "sleep", "1001")).Code);
        Assert.Equal(0, (await Run("stop", "unwanted")).Code);
        int old = (int)(await Children())["hand"]["pid"]!;
        _daemon!.Signal(SigKill);
        await _daemon.Exit();

        await Start();
        await StartedAll("kept", "hand");

        Dictionary<string, JsonNode> children = await Children();
        Assert.Equal(("started", "file"), ((string?)children["kept"]["state"], (string?)children["kept"]["origin"]));
        Assert.Equal(("started", "hand"), ((string?)children["hand"]["state"], (string?)children["hand"]["origin"]));
        Assert.Equal(("stopped", true), ((string?)children["unwanted"]["state"], (bool?)children["unwanted"]["isPinned"]));
        Assert.NotEqual(old, (int)children["hand"]["pid"]!);
        await UpFile.Wait(() => !UpFile.Contains($"/proc/{old}/cmdline", "1001"), () => $"process {old} is still there");
    }

    [Fact]
    public async Task A_start_by_hand_is_remembered_by_the_daemon_after_one_that_was_killed_meanwhile()
    {
        Write();
        await Start();
        await using HostProcess client = HostProcess.Start("start", "slow", "--endpoint", "none", "--readiness", "log=never", "--socket", Socket, "--", "sleep", "1000");
        await UpFile.Wait(() => Children().GetAwaiter().GetResult().ContainsKey("slow"), () => client.Text);
        _daemon!.Signal(SigKill);
        await _daemon.Exit();

        await Start();

        JsonNode slow = (await Children())["slow"];
        Assert.Equal(("starting", "hand"), ((string?)slow["state"], (string?)slow["origin"]));
    }

    [Fact]
    public async Task What_was_stopped_with_all_others_stays_stopped()
    {
        Write(Sleeper("web"));
        await Start();
        await StartedAll("web");
        await Run("start", "hand", "--endpoint", "none", "--", "sleep", "1000");

        Assert.Equal(0, (await Run("stop", "--all")).Code);
        Assert.All((await Children()).Values, child => Assert.True((bool?)child["isPinned"]));
        await Run("shutdown");
        await _daemon!.Exit();
        await Start();

        Assert.All((await Children()).Values, child => Assert.Equal(("stopped", true), ((string?)child["state"], (bool?)child["isPinned"])));
    }

    [Fact]
    public async Task The_stop_of_all_is_remembered_by_the_daemon_after_one_that_was_killed_meanwhile()
    {
        Write("stubborn { command = sh, args = [\"-c\", \"trap '' TERM; echo deaf; while :; do sleep 1; done\"], stop-timeout = 60s, readiness { log = deaf } }");
        await Start();
        await StartedAll("stubborn");
        await using HostProcess client = HostProcess.Start("stop", "--all", "--socket", Socket);
        await UpFile.Wait(() => (string?)Children().GetAwaiter().GetResult()["stubborn"]["state"] == "stopping", () => client.Text);
        _daemon!.Signal(SigKill);
        await _daemon.Exit();

        await Start();

        Assert.True((bool?)(await Children())["stubborn"]["isPinned"]);
    }

    [Fact]
    public async Task A_spec_that_was_only_told_to_differ_is_not_kept()
    {
        Write();
        await Start();
        await Run("start", "hand", "--endpoint", "none", "--", "sleep", "1000");

        Assert.Equal(0, (await Run("start", "hand", "--endpoint", "none", "--", "false")).Code);

        Assert.DoesNotContain("\"false\"", File.ReadAllText(Path.Combine(_folder, "state", "state.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reload_touches_only_what_differs(bool bySignal)
    {
        Write(Sleeper("same"), Sleeper("other"), Sleeper("gone"));
        await Start();
        await StartedAll("same", "other", "gone");
        int same = (int)(await Children())["same"]["pid"]!;
        Write(Sleeper("same"), Sleeper("other", ", env { A = \"1\" }"), Sleeper("new"));

        if (bySignal)
        {
            _daemon!.Signal(SigHup);
            await _daemon.Line(line => line.Contains("reloaded", StringComparison.Ordinal));
        }
        else
        {
            JsonNode said = JsonNode.Parse((await Run("reload", "-o", "json")).Out)!;
            Assert.Equal(("new", "gone", "other", "env"), (
                (string?)said["added"]![0], (string?)said["removed"]![0], (string?)said["changed"]![0]!["name"], (string?)said["changed"]![0]!["keys"]![0]));
        }

        await StartedAll("new", "other");
        await UpFile.Wait(() => !Children().GetAwaiter().GetResult().ContainsKey("gone"), () => "gone is still there");
        Dictionary<string, JsonNode> children = await Children();
        Assert.Equal(["new", "other", "same"], children.Keys.Order());
        Assert.Equal(same, (int)children["same"]["pid"]!);
        Assert.Equal(2, (int)children["other"]["run"]!);
    }

    [Theory]
    [InlineData("", "on-demand = on")]
    [InlineData("on-demand = on", "")]
    public async Task A_switch_of_on_demand_does_not_touch_the_run(string before, string after)
    {
        Write(Sleeper("web", $", {before}"));
        await Start();
        Assert.Equal(0, (await Run("start", "web")).Code);
        int pid = (int)(await Children())["web"]["pid"]!;
        Write(Sleeper("web", $", {after}"), Sleeper("new"));

        Assert.Contains("~ web changed: idle-time, on-demand", (await Run("reload")).Out, StringComparison.Ordinal);
        await StartedAll("new");

        JsonNode web = (await Children())["web"];
        Assert.Equal(("started", pid, 1), ((string?)web["state"], (int)web["pid"]!, (int)web["run"]!));
    }

    [Fact]
    public async Task A_child_that_comes_back_into_the_file_is_not_stopped_by_hand_any_more()
    {
        Write(Sleeper("web"), Sleeper("other"));
        await Start();
        await StartedAll("web", "other");
        await Run("stop", "web", "other");
        Write(Sleeper("other"));
        CliRun reload = await Run("reload");
        Assert.Contains("- web is being stopped, and then removed", reload.Out, StringComparison.Ordinal);
        await Run("shutdown");
        await _daemon!.Exit();
        Write();
        await Start();
        await Run("shutdown");
        await _daemon!.Exit();

        Write(Sleeper("web"), Sleeper("other"));
        await Start();

        Assert.Equal(0, (await StartedAll("web", "other")).Code);
    }

    [Fact]
    public async Task A_reload_of_a_broken_file_changes_nothing_and_tells_every_error()
    {
        Write(Sleeper("web"));
        await Start();
        await StartedAll("web");
        File.WriteAllText(Conf, "spinner.children.web { comand = sleep\nattempts = 0 }");

        CliRun run = await Run("reload");

        Assert.Equal(ExitCodes.BadConfiguration, run.Code);
        Assert.Contains("spinner.conf:1: ", run.Err, StringComparison.Ordinal);
        Assert.Contains("spinner.conf:2: ", run.Err, StringComparison.Ordinal);
        Assert.Equal("started", (string?)(await Children())["web"]["state"]);
    }

    [Fact]
    public async Task Another_daemon_with_the_same_state_is_refused()
    {
        Write();
        await Start();

        (int code, string text) = await HostProcess.Run("daemon", "--socket", Path.Combine(_folder, "other.sock"), "--state-folder", Path.Combine(_folder, "state"));

        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("is that of another daemon", text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("state", UnixFileMode.OtherRead, "go-rwx")]
    [InlineData("state", UnixFileMode.GroupWrite, "go-rwx")]
    [InlineData("state/log", UnixFileMode.GroupWrite, "go-w")]
    public async Task A_state_folder_that_is_open_to_others_is_refused_and_what_to_do_is_said(string path, UnixFileMode mode, string cure)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "permissions as of Linux");
        string folder = Path.Combine(_folder, path);
        foreach (string each in new[] { Path.Combine(_folder, "state"), folder })
            Directory.CreateDirectory(each, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | mode);

        (int code, string text) = await HostProcess.Run("daemon", "--socket", Socket, "--state-folder", Path.Combine(_folder, "state"));

        Assert.Equal(ExitCodes.BadConfiguration, code);
        Assert.Contains($"chmod {cure} {folder}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_of_the_file_is_not_forgotten_by_hand()
    {
        Write(Sleeper("web"));
        await Start();
        await StartedAll("web");

        CliRun run = await Run("rm", "web");

        Assert.Equal(ExitCodes.Refused, run.Code);
        Assert.Equal("started", (string?)(await Children())["web"]["state"]);
    }

    [Fact]
    public async Task What_children_print_is_in_a_file_each()
    {
        Write("talker { command = sh, args = [\"-c\", \"echo heard; exec sleep 1000\"] }");
        await Start();
        await StartedAll("talker");

        string log = Path.Combine(_folder, "state", "logs", "talker.log");
        await UpFile.Wait(() => UpFile.Contains(log, "heard"), () => "no log");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log));
    }

    [Fact]
    public async Task In_the_background_up_ends_when_its_children_are_up()
    {
        Write(Sleeper("web"));

        (int code, string text) = await HostProcess.Run("up", Conf, "--detach", "--socket", Socket, "--state-folder", Path.Combine(_folder, "state"));

        Assert.Equal((0, "web: started"), (code, text.Split('\n')[^1]));
        (int again, string refusal) = await HostProcess.Run("up", Conf, "--detach", "--socket", Socket, "--state-folder", Path.Combine(_folder, "state"));
        Assert.Equal(ExitCodes.Refused, again);
        Assert.Contains("spinner reload", refusal, StringComparison.Ordinal);
        int pid = (int)JsonNode.Parse((await Run("info", "-o", "json")).Out)!["pid"]!;
        Assert.Equal(0, (await Run("shutdown")).Code);
        await UpFile.Wait(() => !UpFile.Contains(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline"), "daemon"), () => "the daemon is still there");
    }
}
