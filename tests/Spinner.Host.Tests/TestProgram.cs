using System.Diagnostics;

namespace Spinner.Host.Tests;

/// <summary>This assembly as a program of its own, with a verb of Program.cs. Disposing kills it, by its pid, if it still lives.</summary>
internal sealed class TestProgram : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private TestProgram(Process process) => _process = process;

    public int Pid => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>The command that runs a verb.</summary>
    public static string[] Command(params IEnumerable<string> args) =>
        [Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet", "exec", typeof(TestProgram).Assembly.Location, .. args];

    public static TestProgram Start(params IEnumerable<string> args) => StartCommand(Command(args));

    public static TestProgram StartCommand(params string[] command)
    {
        ProcessStartInfo info = new(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new TestProgram(Process.Start(info)!);
    }

    /// <summary>Its next line; null: it has ended.</summary>
    public Task<string?> Line() => _process.StandardOutput.ReadLineAsync().WaitAsync(_limit);

    public async Task Say(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The end of its input is what it waits for.</summary>
    public async Task End()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(_limit);
    }

    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(_limit);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
