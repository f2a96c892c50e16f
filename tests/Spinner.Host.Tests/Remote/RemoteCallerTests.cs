using System.Runtime.Versioning;
using Spinner.Host.Tests.Cli;
using Spinner.Remoting.Tests;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Remote;

/// <summary>samples/RemoteCaller against <c>spinner up</c>, as docs/remote.md has it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RemoteCallerTests : IDisposable
{
    private const int SigInt = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-caller-").FullName;
    private readonly Certificates _certificates = new();

    public void Dispose()
    {
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_starts_a_child_of_another_node_tells_what_happens_to_it_and_that_the_node_has_gone()
    {
        string conf = Path.Combine(_folder, "spinner.conf");
        string socket = Path.Combine(_folder, "s.sock");
        await File.WriteAllTextAsync(conf, $$"""
            {{ServingDaemon.Section(_certificates, "port = 0")}}
            spinner.children.web { command = "{{TestChild.Program}}", args = ["serve"], port-range = "18640-18659", on-demand = on }
            """);
        (string file, string key, _) = _certificates.Node("caller");
        File.Copy(file, Path.Combine(_folder, "caller.pem"));
        File.Copy(key, Path.Combine(_folder, "caller.key"));
        File.Copy(_certificates.AuthorityFile, Path.Combine(_folder, "authority.pem"));
        await using HostProcess up = HostProcess.Start("up", conf, "--socket", socket);
        CliRun info = new(-1, "", "");
        await UpFile.Wait(() => up.HasEnded || (info = CliRun.Of(socket, "info", "-o", "json").GetAwaiter().GetResult()).Code == 0, () => up.Text);
        string address = (string)info.Json["remote"]!;

        await using HostProcess caller = HostProcess.StartVia(Repository.OutputOf("samples/RemoteCaller", "RemoteCaller"), address, "web", _folder);

        await caller.Line(line => line.StartsWith("web listens on http://127.0.0.1:186", StringComparison.Ordinal));
        await caller.Line(line => line.EndsWith("web: ChildPresent", StringComparison.Ordinal));
        await CliRun.Of(socket, "stop", "web");
        await caller.Line(line => line.EndsWith("web: ChildStopped", StringComparison.Ordinal));
        up.Signal(SigInt);
        Assert.Equal(0, await up.Exit());
        Assert.Equal(69, await caller.Exit());
        Assert.Contains($"Spinner at {address} is unreachable", caller.Text, StringComparison.Ordinal);
    }
}
