using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>The verbs that are about all children, or the host itself: each test has a daemon of its own.</summary>
public sealed class HostVerbTests : IAsyncLifetime
{
    private readonly CliDaemon _daemon = new();

    public Task InitializeAsync() => _daemon.InitializeAsync();

    public Task DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Info_tells_which_host_it_is()
    {
        CliRun text = await _daemon.Run("info");
        CliRun json = await _daemon.Run("status", "-o", "json");

        Assert.Contains($"daemon, pid {_daemon.Pid}\n", text.Out, StringComparison.Ordinal);
        Assert.Contains("children none\n", text.Out, StringComparison.Ordinal);
        Assert.Equal(_daemon.Pid, (int)json.Json["pid"]!);
    }

    [Theory]
    [InlineData("--all")]
    [InlineData("--all", "--no-pin")]
    public async Task All_children_are_stopped_at_once(params string[] options)
    {
        string one = await _daemon.Worker();
        string two = await _daemon.Worker();

        CliRun run = await _daemon.Run(["stop", .. options]);

        Assert.Equal((0, ""), (run.Code, run.Complaint));
        Assert.Equal(2, run.Lines.Count(line => line.Contains(" stopped", StringComparison.Ordinal)));
        Assert.All([one, two], name => Assert.Contains($"{name} stopped", run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_shutdown_nothing_is_left_of_the_host()
    {
        await _daemon.Worker();

        CliRun run = await _daemon.Run("shutdown");

        Assert.Equal((0, "Spinner has ended\n"), (run.Code, run.Out));
        Assert.False(Directory.Exists($"/proc/{_daemon.Pid}") && !UpFile.Contains($"/proc/{_daemon.Pid}/stat", ") Z "));
        Assert.Equal(69, (await _daemon.Run("ps")).Code);
    }

    [Fact]
    public async Task A_follower_ends_with_the_host()
    {
        string name = await _daemon.Worker();
        await using HostProcess follower = HostProcess.StartVia(CliRun.Client, "logs", "-f", name, "--socket", _daemon.Socket);
        await follower.Line(line => line.EndsWith("here", StringComparison.Ordinal));

        Assert.Equal(0, (await _daemon.Run("shutdown", "--no-wait")).Code);

        Assert.Contains(await follower.Exit(), new[] { 0, 69 });
    }
}
