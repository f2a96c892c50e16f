using Spinner.Host.Tests.Cli;
using Xunit;

namespace Spinner.Host.Tests.Remote;

/// <summary>A daemon whose file has no section <c>spinner.remote</c>.</summary>
public sealed class WithoutRemotingTests(CliDaemon daemon) : IClassFixture<CliDaemon>
{
    [SkippableFact]
    public async Task Nothing_listens_on_tcp_and_nothing_of_remoting_is_loaded()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "it is looked at in /proc");
        HashSet<string> sockets = [.. Directory.GetFiles($"/proc/{daemon.Pid}/fd").Select(Target).OfType<string>()];
        string[] listening = [.. new[] { "tcp", "tcp6" }.SelectMany(kind => File.ReadLines($"/proc/net/{kind}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words[3] == "0A" && sockets.Contains($"socket:[{words[9]}]")).Select(words => words[1])];
        string maps = await File.ReadAllTextAsync($"/proc/{daemon.Pid}/maps");

        Assert.Empty(listening);
        Assert.Contains("Akka.dll", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("Akka.Remote", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("DotNetty", maps, StringComparison.Ordinal);
        Assert.Null((await daemon.Run("info", "-o", "json")).Json["remote"]);
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return null;
        }
    }
}
