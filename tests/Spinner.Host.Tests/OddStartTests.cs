using Xunit;

namespace Spinner.Host.Tests;

/// <summary>The host is started in an environment that breaks careless supervisors.</summary>
public sealed class OddStartTests
{
    private const int SigTerm = 15;

    [SkippableFact]
    public async Task Exits_are_told_right_when_the_host_was_started_with_SIGCHLD_ignored()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals are ignored by env, of Linux");
        using UpFile file = new("""web { command = "$TESTCHILD", args = ["exit-at-once", "7"], port-range = "18700-18719" }""");
        await using HostProcess host = HostProcess.StartVia("/usr/bin/env", "--ignore-signal=CHLD", HostProcess.Program, "up", file.Path);

        await host.Line(line => line.Contains("exit code 7", StringComparison.Ordinal));

        host.Signal(SigTerm);
        Assert.Equal(0, await host.Exit());
    }

    [SkippableFact]
    public async Task Children_get_their_own_streams_when_the_host_was_started_with_none()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "descriptors are looked at in /proc");
        string seen = Path.GetTempFileName();
        using UpFile file = new($$"""
            web { command = "/bin/sh", args = ["-c", "a=$(readlink /proc/$$/fd/0); b=$(readlink /proc/$$/fd/1); c=$(readlink /proc/$$/fd/2); printf '%s\\n' $a $b $c > {{seen}}.new; mv {{seen}}.new {{seen}}; exec $TESTCHILD serve"], port-range = "18720-18739" }
            """);
        await using HostProcess host = HostProcess.StartVia("/bin/sh", "-c", "exec \"$0\" up \"$1\" <&- >&- 2>&-", HostProcess.Program, file.Path);

        await UpFile.Wait(() => new FileInfo(seen).Length > 0, () => "The child wrote nothing.");

        string[] streams = await File.ReadAllLinesAsync(seen);
        Assert.Equal("/dev/null", streams[0]);
        Assert.StartsWith("pipe:", streams[1], StringComparison.Ordinal);
        Assert.StartsWith("pipe:", streams[2], StringComparison.Ordinal);
        Assert.NotEqual(streams[1], streams[2]);
        host.Signal(SigTerm);
        Assert.Equal(0, await host.Exit());
        File.Delete(seen);
    }
}
