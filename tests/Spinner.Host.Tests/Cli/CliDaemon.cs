using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>A daemon of the tests' own, on a socket of its own.</summary>
public sealed class CliDaemon : IAsyncLifetime
{
    private const int SigTerm = 15;

    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-cli-").FullName;
    private HostProcess? _host;

    /// <summary>Its socket.</summary>
    public string Socket => Path.Combine(_folder, "s.sock");

    /// <summary>A folder for files of tests.</summary>
    public string Folder => _folder;

    internal int Pid => _host!.Pid;

    internal Task<CliRun> Run(params IEnumerable<string> args) => CliRun.Of(Socket, args);

    internal Task<int> Exit() => _host!.Exit();

    /// <summary>Starts a worker that prints and stays.</summary>
    internal async Task<string> Worker(string script = "echo here; echo trouble >&2; exec sleep 1000")
    {
        string name = $"w{Guid.NewGuid():N}"[..9];
        CliRun run = await Run("start", name, "--endpoint", "none", "--", "/bin/sh", "-c", script);
        Assert.Equal((0, ""), (run.Code, run.Complaint));
        return name;
    }

    public async Task InitializeAsync()
    {
        _host = HostProcess.StartVia(
            "/usr/bin/env", $"XDG_STATE_HOME={_folder}", $"STATE_DIRECTORY={_folder}/state", HostProcess.Program, "daemon", "--socket", Socket);
        CliRun last = new(-1, "", "");
        using PeriodicTimer step = new(TimeSpan.FromMilliseconds(100));
        long start = TimeProvider.System.GetTimestamp();
        do
        {
            await step.WaitForNextTickAsync();
            last = await Run("info");
        }
        while (last.Code != 0 && TimeProvider.System.GetElapsedTime(start) < HostProcess.Limit);
        Assert.True(last.Code == 0, $"{last.Err}\n{_host.Text}");
    }

    public async Task DisposeAsync()
    {
        if (!_host!.HasEnded)
        {
            _host.Signal(SigTerm);
            await _host.Exit();
        }

        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
