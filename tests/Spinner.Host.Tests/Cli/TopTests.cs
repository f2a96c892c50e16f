using System.Diagnostics;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary><c>top</c> and progress, on a terminal.</summary>
public sealed class TopTests(CliDaemon daemon) : IClassFixture<CliDaemon>
{
    private const int SigTerm = 15;
    private const string Entered = "\e[?1049h";
    private const string Left = "\e[?1049l";

    [SkippableFact]
    public async Task Children_are_shown_and_q_gives_the_terminal_back()
    {
        string name = await daemon.Worker();
        await using Terminal terminal = await Terminal.Start(daemon.Socket, 100, 20, "top");
        await terminal.Shows(name);
        await terminal.Shows(Entered);

        await terminal.Type("q");

        Assert.Equal(0, await terminal.Exit());
        Assert.EndsWith($"\e[?7h\e[?25h{Left}", terminal.Text.TrimEnd('\r', '\n'), StringComparison.Ordinal);
        Assert.Contains(terminal.Picture(), line => line.Contains("CPU%", StringComparison.Ordinal) && line.Contains("ENDPOINT", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(SigTerm, 143)]
    [InlineData(2, 130)]
    [InlineData(1, 129)]
    public async Task A_signal_gives_the_terminal_back(int signal, int code)
    {
        await using Terminal terminal = await Terminal.Start(daemon.Socket, 100, 20, "top");
        await terminal.Shows("quit");

        HostProcess.Signal(terminal.Pid, signal);

        Assert.Equal(code, await terminal.Exit());
        Assert.EndsWith(Left, terminal.Text.TrimEnd('\r', '\n'), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Ctrl_C_is_a_key_that_quits()
    {
        await using Terminal terminal = await Terminal.Start(daemon.Socket, 100, 20, "top");
        await terminal.Shows("quit");

        await terminal.Type("\x03");

        Assert.Contains(await terminal.Exit(), new[] { 0, 130 });
        Assert.EndsWith(Left, terminal.Text.TrimEnd('\r', '\n'), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nothing_is_wider_than_forty_columns_where_there_are_no_more()
    {
        await daemon.Worker();
        await using Terminal terminal = await Terminal.Start(daemon.Socket, 40, 10, "top");
        await terminal.Shows("quit");

        await terminal.Type("q");
        await terminal.Exit();

        string[] picture = terminal.Picture();
        Assert.All(picture, line => Assert.True(line.Length <= 40, line));
        Assert.True(picture.Length <= 10, string.Join('\n', picture));
        Assert.Contains(picture, line => line.StartsWith("NAME", StringComparison.Ordinal) && line.Contains("STATE", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Another_size_is_another_picture()
    {
        await daemon.Worker();
        await using Terminal terminal = await Terminal.Start(daemon.Socket, 40, 12, "top");
        await terminal.Shows("quit");
        Assert.DoesNotContain("ENDPOINT", terminal.Text, StringComparison.Ordinal);

        using Process stty = Process.Start("stty", ["-F", terminal.Device, "cols", "100", "rows", "20"]);
        await stty.WaitForExitAsync();

        await terminal.Shows("ENDPOINT");
    }

    [SkippableFact]
    public async Task Keys_choose_a_child_and_stop_start_and_follow_it()
    {
        string name = await daemon.Worker("echo followed; exec sleep 1000");
        await using Terminal terminal = await Terminal.Start(daemon.Socket, 100, 30, "top");
        await terminal.Shows(name);
        for (int i = 0; i < 50 && !terminal.Text.Split("\e[H")[^1].Contains($"\e[7m{name}", StringComparison.Ordinal); i++)
        {
            int before = terminal.Text.Length;
            await terminal.Type("j");
            await terminal.Shows(seen => seen.Length > before, "another picture");
        }

        await terminal.Type("x");
        await terminal.Shows($"{name}: stopped");
        await terminal.Type("s");
        await terminal.Shows($"{name}: started");
        await terminal.Type("f");
        await terminal.Shows("what it prints");
        await terminal.Shows("followed");
        await terminal.Type("q?");
        await terminal.Shows("follow its output");
        await terminal.Shows("page down");
        await terminal.Type("qq");

        Assert.Equal(0, await terminal.Exit());
    }

    [SkippableFact]
    public async Task A_start_that_takes_its_time_shows_progress_on_a_terminal()
    {
        await using Terminal terminal = await Terminal.Start(
            daemon.Socket, 80, 24, "start slow --endpoint none --readiness log=ready -- sh -c 'sleep 2; echo ready; exec sleep 1000'");

        Assert.Equal(0, await terminal.Exit());
        Assert.Contains("starting", terminal.Text, StringComparison.Ordinal);
        Assert.Contains("00:00:01", terminal.Text, StringComparison.Ordinal);
        Assert.EndsWith("slow started", terminal.Text.TrimEnd('\r', '\n'), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_start_that_fails_on_a_terminal_is_not_shown_as_done()
    {
        await using Terminal terminal = await Terminal.Start(
            daemon.Socket, 80, 24, "start fails --endpoint none --readiness log=ready -- sh -c 'sleep 2; exit 3'");

        Assert.Equal(4, await terminal.Exit());
        Assert.Contains("starting", terminal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("done", terminal.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task States_are_coloured_on_a_terminal_unless_it_is_not_wanted()
    {
        await daemon.Worker();
        string coloured = await Ps("ps");
        string variable = await Ps("ps", ("NO_COLOR", "1"));
        string option = await Ps("ps --no-color");
        string dumb = await Ps("ps", ("TERM", "dumb"));

        Assert.Contains("\e[32mstarted", coloured, StringComparison.Ordinal);
        Assert.All([variable, option, dumb], text => Assert.DoesNotContain("\e", text, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Colours_of_children_reach_the_terminal_and_end_with_their_line()
    {
        string name = await daemon.Worker("printf '\\033[31mred\\n'; exec sleep 1000");
        await using Terminal terminal = await Terminal.Start(daemon.Socket, 80, 24, $"logs {name}");

        Assert.Equal(0, await terminal.Exit());
        Assert.Contains("\e[31mred\e[0m", terminal.Text, StringComparison.Ordinal);
    }

    private async Task<string> Ps(string arguments, params (string, string)[] environment)
    {
        await using Terminal terminal = await Terminal.Start(daemon.Socket, 100, 24, arguments, environment);
        Assert.Equal(0, await terminal.Exit());
        return terminal.Text;
    }
}
