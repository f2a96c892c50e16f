using System.Diagnostics;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests;

/// <summary>The built program with real children, as a user sees it.</summary>
public sealed class UpTests
{
    private const int SigHup = 1;
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    [Fact]
    public async Task Every_child_is_shown_and_serves_at_the_address_that_is_printed()
    {
        using UpFile file = new("""
            a { command = "$TESTCHILD", args = ["serve", "--banner", "good day"], port-range = "18100-18119" }
            b { command = "$TESTCHILD", args = ["serve"], port-range = "18120-18139" }
            """);
        await using HostProcess host = HostProcess.Start("up", file.Path);

        Uri[] addresses = [await Address(host), await Address(host)];

        Assert.Equal(2, addresses.Distinct().Count());
        foreach (Uri address in addresses)
            await AssertAccepts(address);
        Assert.Contains("a       | starting\n", host.Text, StringComparison.Ordinal);
        Assert.Contains("a       | good day\n", host.Text, StringComparison.Ordinal);
        await StopAndFindNothing(host, file, SigTerm);
    }

    [Fact]
    public async Task A_killed_child_is_restarted_at_its_address_and_says_so()
    {
        using UpFile file = new("""web { command = "$TESTCHILD", args = ["serve"], port-range = "18140-18159" }""");
        await using HostProcess host = HostProcess.Start("up", file.Path);
        Uri address = await Address(host);

        HostProcess.Signal(Assert.Single(file.Living()), SigKill);

        Assert.Equal("web     | restarting (ended with SIGKILL)", await host.Line(line => line.Contains("restarting", StringComparison.Ordinal)));
        Assert.Equal($"web     | restarted: {address}", await host.Line(line => line.Contains("restarted", StringComparison.Ordinal)));
        await AssertAccepts(address);
        await StopAndFindNothing(host, file, SigInt);
    }

    [Theory]
    [InlineData(SigInt, "SIGINT", 18160)]
    [InlineData(SigTerm, "SIGTERM", 18180)]
    [InlineData(SigHup, "SIGHUP", 18200)]
    public async Task A_signal_stops_everything_and_leaves_nothing(int signal, string name, int port)
    {
        using UpFile file = new($$"""
            web { command = "$TESTCHILD", args = ["serve-with-daemon"], port-range = "{{port}}-{{port + 19}}" }
            crash { command = "/bin/sh", args = ["-c", "exit 7"], port-range = "{{port}}-{{port + 19}}" }
            """);
        await using HostProcess host = HostProcess.Start("up", file.Path);
        await Address(host);

        await StopAndFindNothing(host, file, signal);

        Assert.Contains($"spinner | {name}: stopping all children", host.Text, StringComparison.Ordinal);
        Assert.Contains("web     | stopped (", host.Text, StringComparison.Ordinal);
        Assert.EndsWith("spinner | everything is stopped", host.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_Ctrl_C_kills_a_child_that_does_not_stop()
    {
        using UpFile file = new("""web { command = "$TESTCHILD", args = ["serve-ignoring-term"], stop-timeout = 4 min, port-range = "18220-18239" }""");
        await using HostProcess host = HostProcess.Start("up", file.Path);
        await Address(host);
        host.Signal(SigInt);
        await host.Line(line => line.Contains("ignoring SIGTERM", StringComparison.Ordinal));

        // One at the moment of the first does not count: it may be the same one, passed on.
        using PeriodicTimer later = new(TimeSpan.FromMilliseconds(400));
        await later.WaitForNextTickAsync();
        host.Signal(SigInt);

        Assert.Equal(128 + SigKill, await host.Exit());
        await file.Lives(count => count == 0);
    }

    [Fact]
    public async Task A_killed_host_leaves_none_of_200_children_and_no_guardian()
    {
        string[] children = [.. Enumerable.Range(0, 200).Select(i => $$"""
            c{{i}} { command = "/bin/sh", args = ["-c", "{{(i % 4 == 0 ? "setsid sleep 1000 & " : "")}}exec sleep 1000"], start-timeout = 10 min, port-range = "18300-18699" }
            """)];
        using UpFile file = new(string.Join('\n', children));
        await using HostProcess host = HostProcess.Start("up", file.Path);
        await file.Lives(count => count >= 250);
        string guardian = Assert.Single(Directory.GetDirectories("/proc"), folder =>
            UpFile.Contains($"{folder}/status", $"\nPPid:\t{host.Pid}\n") && UpFile.Contains($"{folder}/cmdline", "\0spinner-guardian\0"));

        host.Signal(SigKill);

        await file.Lives(count => count == 0);
        await UpFile.Wait(() => !UpFile.Contains($"{guardian}/cmdline", "\0spinner-guardian\0"), () => $"{guardian} lives.");
    }

    [Fact]
    public async Task Children_are_supervised_on_when_nobody_reads_the_output()
    {
        using UpFile file = new("""web { command = "$TESTCHILD", args = ["serve"], port-range = "18240-18259" }""");
        await using HostProcess host = HostProcess.Start("up", file.Path);
        Uri address = await Address(host);
        int first = Assert.Single(file.Living());
        host.CloseOutput();

        HostProcess.Signal(first, SigKill);

        await UpFile.Wait(() => file.Living() is [int pid] && pid != first && Accepts(address), () => "The child was not restarted.");
        host.Signal(SigInt);
        Assert.Equal(0, await host.Exit());
        Assert.Empty(file.Living());
    }

    [SkippableFact]
    public async Task A_closed_terminal_ends_host_and_children()
    {
        Skip.If(!File.Exists("/usr/bin/script"), "script, which gives the host a terminal, is not installed.");
        using UpFile file = new("""web { command = "$TESTCHILD", args = ["serve"], port-range = "18260-18279" }""");
        ProcessStartInfo start = new("/usr/bin/script", ["-qc", $"exec {HostProcess.Program} up {file.Path}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["NO_COLOR"] = "1";
        using Process script = Process.Start(start)!;
        int host = 0;
        try
        {
            while (await script.StandardOutput.ReadLineAsync().WaitAsync(HostProcess.Limit) is { } line && !line.Contains("started: ", StringComparison.Ordinal))
            {
                // The lines before it.
            }

            host = int.Parse(File.ReadAllText($"/proc/{script.Id}/task/{script.Id}/children").Trim(), System.Globalization.CultureInfo.InvariantCulture);
        }
        finally
        {
            // It holds the terminal's other end.
            script.Kill();
        }

        await file.Lives(count => count == 0);
        await UpFile.Wait(() => !UpFile.Contains($"/proc/{host}/cmdline", file.Path), () => $"The host {host} lives.");
    }

    [Fact]
    public async Task A_child_that_always_fails_is_faulted_and_tried_again_beside_one_that_serves()
    {
        using UpFile file = new("""
            web { command = "$TESTCHILD", args = ["serve"], port-range = "18280-18289" }
            crash { command = "/bin/sh", args = ["-c", "echo boom >&2; exit 7"], attempts = 1, fault-timeout = 1s, port-range = "18290-18299" }
            """);
        await using HostProcess host = HostProcess.Start("up", file.Path);

        Assert.Equal("crash   | boom", await host.Line(line => line.Contains("boom", StringComparison.Ordinal)));
        Assert.Contains("ended with exit code 7", await host.Line(line => line.Contains("error: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("again in 1 s", await host.Line(line => line.Contains("faulted: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        await host.Line(line => line.StartsWith("crash   | starting", StringComparison.Ordinal));
        await StopAndFindNothing(host, file, SigInt);
        Assert.Contains("web     | started: ", host.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_source_is_taken_over_in_tandem_and_a_broken_one_is_told_and_does_no_harm()
    {
        using TemporaryFile source = new($"exec '{TestChild.Program}' serve --banner one");
        using UpFile file = new($$"""
            web { command = "/bin/sh", args = ["{{source.Path}}"], monitor = "{{source.Path}}", tandem = on, tandem-time = 2s, port-range = "18700-18719" }
            """);
        await using HostProcess host = HostProcess.Start("up", file.Path);
        Uri first = await Address(host);

        File.WriteAllText(source.Path, $"exec '{TestChild.Program}' serve --banner two");

        Assert.Equal(
            $"web     | updating (changed: {source.Path}): the old run serves until the new one is ready",
            await host.Line(line => line.Contains("| updating", StringComparison.Ordinal)));
        await host.Line(line => line.StartsWith("web     | updated: ", StringComparison.Ordinal));
        Uri second = await Address(host, "restarted");
        Assert.NotEqual(first, second);
        await AssertAccepts(second);
        await UpFile.Wait(() => !Accepts(first), () => "The old run goes on for ever.");

        File.WriteAllText(source.Path, "echo no good >&2; exit 3");

        Assert.Equal("web     | no good", await host.Line(line => line.Contains("no good", StringComparison.Ordinal)));
        Assert.Contains(
            "'web' ended with exit code 3", await host.Line(line => line.StartsWith("web     | update failed, the old run serves on: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        await AssertAccepts(second);

        File.WriteAllText(source.Path, $"exec '{TestChild.Program}' serve --banner three");

        await AssertAccepts(await Address(host, "restarted"));
        await StopAndFindNothing(host, file, SigTerm);
        Assert.DoesNotContain("stderr: no good", host.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_error_of_a_file_is_told_at_once_and_nothing_is_started()
    {
        using UpFile file = new("""
            good { command = "$TESTCHILD", args = ["serve"] }
            gone { command = "/no/such/program", cwd = "/no/such/folder" }
            odd { comand = "x", script = "a.js", port-range = "9-1" }
            """);

        (int code, string text) = await HostProcess.Run("up", file.Path);

        Assert.Equal(2, code);
        string[] lines = [.. text.Split('\n').Select(line => line[file.Path.Length..])];
        Assert.Equal(5, lines.Length);
        Assert.StartsWith(":4: spinner.children.gone.cwd: \"/no/such/folder\" is not a folder", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(":4: spinner.children.gone.command: \"/no/such/program\" does not exist", lines[1], StringComparison.Ordinal);
        Assert.Equal(":5: spinner.children.odd.comand: is no key of Spinner; did you mean \"command\"?", lines[2]);
        Assert.StartsWith(":5: spinner.children.odd.port-range: 9-1 is out of range", lines[3], StringComparison.Ordinal);
        Assert.StartsWith(":5: spinner.children.odd.script: \"a.js\" does not exist", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_that_depend_on_each_other_in_a_circle_are_named_and_nothing_is_started()
    {
        using UpFile file = new("""
            web { command = "$TESTCHILD", args = ["serve"], depends-on { db = healthy } }
            db { command = "$TESTCHILD", args = ["serve"], depends-on { web = started } }
            """);

        (int code, string text) = await HostProcess.Run("up", file.Path);

        Assert.Equal(2, code);
        Assert.Contains("depends-on goes in a circle, ", text, StringComparison.Ordinal);
        Assert.Contains("\"db\" on \"web\" on ", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'));
    }

    [Fact]
    public async Task The_sample_says_hello()
    {
        string conf = Repository.PathOf("samples/hello/hello.conf");
        await using HostProcess host = HostProcess.Start("up", conf);
        string line = await host.Line(text => text.StartsWith("bonjour | started: ", StringComparison.Ordinal));
        using HttpClient http = new();

        Assert.StartsWith("Bonjour from process", await http.GetStringAsync(new Uri(line.Split("started: ")[1])), StringComparison.Ordinal);

        host.Signal(SigInt);
        Assert.Equal(0, await host.Exit());
    }

    private static async Task<Uri> Address(HostProcess host, string what = "started")
    {
        string line = await host.Line(text => text.Contains($"| {what}: http://", StringComparison.Ordinal));
        return new Uri(line.Split("started: ")[1]);
    }

    private static async Task AssertAccepts(Uri address)
    {
        using System.Net.Sockets.TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port).WaitAsync(HostProcess.Limit);
    }

    private static bool Accepts(Uri address)
    {
        try
        {
            using System.Net.Sockets.TcpClient client = new(address.Host, address.Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static async Task StopAndFindNothing(HostProcess host, UpFile file, int signal)
    {
        host.Signal(signal);
        Assert.Equal(0, await host.Exit());
        Assert.Empty(file.Living());
    }
}
