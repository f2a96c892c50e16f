using System.Runtime.Versioning;
using Spinner.Host.Tests.Cli;
using Spinner.Remoting.Tests;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Remote;

/// <summary>A daemon that serves other nodes on a free port, and a caller whose certificate comes from the same authority.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServingDaemon : IAsyncLifetime, IDisposable
{
    private const int SigTerm = 15;

    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-serving-").FullName;
    private readonly Certificates _certificates = new();
    private HostProcess? _host;

    public string Socket => Path.Combine(_folder, "s.sock");

    /// <summary>By which other nodes ask it.</summary>
    public string Address { get; private set; } = "";

    internal Certificates Certificates => _certificates;

    internal HostProcess Host => _host!;

    /// <summary>The file of a caller.</summary>
    internal string Caller { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Caller = Write("caller.conf", Section(_certificates));
        string conf = Write("spinner.conf", $$"""
            {{Section(_certificates, "port = 0")}}
            spinner.defaults { env { SECRET = "open sesame" }, port-range = "18600-18639" }
            spinner.children {
              web { command = "{{TestChild.Program}}", args = ["serve"], on-demand = on }
              broken { command = sh, args = ["-c", "echo no luck >&2; exit 3"], attempts = 1, on-demand = on }
            }
            """);
        _host = HostProcess.Start("daemon", "--config", conf, "--socket", Socket, "--state-folder", Path.Combine(_folder, "state"));
        CliRun last = new(-1, "", "");
        long begun = TimeProvider.System.GetTimestamp();
        while (last.Code != 0)
        {
            Assert.False(_host.HasEnded, _host.Text);
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < HostProcess.Limit, $"{last.Err}\n{_host.Text}");
            last = await Local("info", "-o", "json");
        }

        Address = (string)last.Json["remote"]!;
    }

    public async Task DisposeAsync()
    {
        _host!.Signal(SigTerm);
        await _host.Exit();
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _certificates.Dispose();

    /// <summary>A section with a certificate of an authority that trusts those of another one, or of the same.</summary>
    internal static string Section(Certificates own, string more = "", Certificates? trusted = null)
    {
        (string file, string key, _) = own.Node("node");
        return $$"""spinner.remote { certificate = "{{file}}", key = "{{key}}", authorities = ["{{(trusted ?? own).AuthorityFile}}"], {{more}} }""";
    }

    internal string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    internal Task<CliRun> Local(params IEnumerable<string> args) => CliRun.Of(CliRun.Info(CliRun.Published, Socket, args));

    /// <summary>Asks it from another node.</summary>
    internal Task<CliRun> Ask(params IEnumerable<string> args) => AskBy(Caller, Address, args);

    internal Task<CliRun> AskBy(string config, string address, params IEnumerable<string> args) =>
        CliRun.Of(CliRun.Info(CliRun.Published, Socket, ["--remote", address, "--remote-config", config, .. args]));
}
