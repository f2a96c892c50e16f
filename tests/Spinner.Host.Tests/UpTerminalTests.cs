using Spinner.Host.Tests.Cli;
using Xunit;

namespace Spinner.Host.Tests;

/// <summary><c>up</c> on a terminal: its colours, and Ctrl-C as it is typed.</summary>
public sealed class UpTerminalTests : IDisposable
{
    private const string CtrlC = "\x03";

    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-tty-").FullName;
    private readonly UpFile _file = new("""
        one { command = sh, args = ["-c", "printf '\\033[31mred\\n'; exec sleep 1000"], endpoint = none }
        two { command = sh, args = ["-c", "printf '\\033]0;title\\007titled\\n'; exec sleep 1000"], endpoint = none }
        """);

    private string Socket => Path.Combine(_folder, "s.sock");

    public void Dispose()
    {
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task Each_child_has_a_coloured_prefix_and_its_own_colours_end_with_their_line()
    {
        await using Terminal terminal = await Terminal.StartHost(Socket, $"up {_file.Path}");
        await ShowsBoth(terminal);

        Assert.Matches(@"\e\[3[1-6]mone     \| \e\[0m\e\[31mred\e\[0m\r\n", terminal.Text);
        Assert.Matches(@"\e\[3[1-6]mtwo     \| \e\[0m\e\]0;title\atitled\e\[0m\r\n", terminal.Text);
        await EndsAtCtrlC(terminal);
    }

    [SkippableTheory]
    [InlineData("", "NO_COLOR", "1")]
    [InlineData("", "TERM", "dumb")]
    [InlineData("--no-color", "TERM", "xterm")]
    public async Task Where_colours_are_not_wanted_nothing_drives_the_terminal(string option, string variable, string value)
    {
        await using Terminal terminal = await Terminal.StartHost(Socket, $"up {_file.Path} {option}", (variable, value));
        await ShowsBoth(terminal);
        await EndsAtCtrlC(terminal);

        Assert.DoesNotContain('\e', Shown(terminal));
        Assert.DoesNotContain('\a', Shown(terminal));
        Assert.Contains("one     | red\r\n", terminal.Text, StringComparison.Ordinal);
        Assert.Contains("two     | titled\r\n", terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_control_sequences_of_children_are_left_out()
    {
        await using HostProcess host = HostProcess.Start("up", _file.Path, "--socket", Socket);

        Assert.Equal("one     | red", await host.Line(line => line.Contains("red", StringComparison.Ordinal)));

        host.Signal(15);
        Assert.Equal(0, await host.Exit());
        Assert.Contains("two     | titled\n", host.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_leaves_colours_out_as_up_does()
    {
        string script = Path.Combine(_folder, "red.sh");
        await File.WriteAllTextAsync(script, "printf '\\033[31mred\\n'; exec sleep 1000");
        await using Terminal terminal = await Terminal.StartHost(Socket, $"run {script} --endpoint none", ("NO_COLOR", "1"));
        await terminal.Shows("| red");
        await EndsAtCtrlC(terminal);

        Assert.DoesNotContain('\e', Shown(terminal));
    }

    [SkippableFact]
    public async Task A_second_Ctrl_C_kills_a_child_that_does_not_stop()
    {
        using UpFile file = new("""
            deaf { command = sh, args = ["-c", "trap 'echo is deaf' TERM; echo here; while :; do sleep 0.1; done"], endpoint = none, stop-timeout = 4 min }
            """);
        await using Terminal terminal = await Terminal.StartHost(Socket, $"up {file.Path}");
        await terminal.Shows("here");
        await terminal.Type(CtrlC);
        await terminal.Shows("is deaf");

        // One at the moment of the first does not count: it may be the same one, passed on.
        using PeriodicTimer later = new(TimeSpan.FromMilliseconds(400));
        await later.WaitForNextTickAsync();
        await terminal.Type(CtrlC);

        Assert.Equal(137, await terminal.Exit());
        Assert.Contains("killing all children", terminal.Text, StringComparison.Ordinal);
        await file.Lives(count => count == 0);
    }

    // The framework sets the keypad of a terminal up for the reading of keys; nothing of that is seen.
    private static string Shown(Terminal terminal) => terminal.Text.Replace("\e[?1h\e=", "", StringComparison.Ordinal);

    private static async Task ShowsBoth(Terminal terminal)
    {
        await terminal.Shows("red");
        await terminal.Shows("titled");
    }

    private async Task EndsAtCtrlC(Terminal terminal)
    {
        await terminal.Type(CtrlC);

        Assert.Equal(0, await terminal.Exit());
        Assert.Contains("SIGINT: stopping all children (Ctrl-C again kills them at once)", terminal.Text, StringComparison.Ordinal);
        Assert.Contains("everything is stopped", terminal.Text, StringComparison.Ordinal);
        Assert.Empty(_file.Living());
    }
}
