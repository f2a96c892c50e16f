using System.Diagnostics;
using Spinner.Testing;

namespace Spinner.Scenarios.Tests.Probes;

/// <summary>The test program, started without a supervisor; killed with the test.</summary>
internal sealed class RunningChild : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    public RunningChild(IReadOnlyDictionary<string, string> env, params string[] verbAndArgs)
    {
        ProcessStartInfo start = new(TestChild.Program, verbAndArgs) { RedirectStandardOutput = true };
        foreach ((string name, string value) in env)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    public int Pid => _process.Id;

    /// <summary>Waits until it prints a line that begins so.</summary>
    public async Task Says(string beginning)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(_limit, TimeProvider.System) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"It ended before it said '{beginning}'.");
    }

    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync().WaitAsync(_limit, TimeProvider.System);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
