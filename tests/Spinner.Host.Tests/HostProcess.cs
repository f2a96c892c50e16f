using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Spinner.Testing;

namespace Spinner.Host.Tests;

/// <summary>A started <c>spinner</c> program, driven as a user drives it. Disposing kills it, by its pid, if it still lives.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private readonly Task _reading;

    private HostProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError));
    }

    public int Pid => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Everything printed so far, on both streams.</summary>
    public string Text
    {
        get
        {
            lock (_seen)
                return string.Join('\n', _seen);
        }
    }

    /// <summary>The built program, or the one that <c>SPINNER_TEST_HOST</c> names: the published one is trimmed, and must do the same.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("SPINNER_TEST_HOST") is { Length: > 0 } other ? other : Repository.OutputOf("src/Spinner.Host", "spinner-host");

    public static HostProcess Start(params IEnumerable<string> args) => StartVia(Program, args);

    /// <summary>Starts another program, which becomes the host by exec and so keeps its pid.</summary>
    public static HostProcess StartVia(string program, params IEnumerable<string> args)
    {
        ProcessStartInfo start = new(program, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Text)> Run(params IEnumerable<string> args)
    {
        await using HostProcess host = Start(args);
        return (await host.Exit(), host.Text);
    }

    /// <summary>The next line that fulfils the condition.</summary>
    public Task<string> Line(Func<string, bool> condition) => Line(condition, Limit);

    /// <summary>The next line that fulfils the condition, which may take longer than most do.</summary>
    public async Task<string> Line(Func<string, bool> condition, TimeSpan patience)
    {
        using CancellationTokenSource limit = new(patience);
        try
        {
            await foreach (string line in _lines.Reader.ReadAllAsync(limit.Token))
            {
                if (condition(line))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The line did not come. Printed so far:\n{Text}");
        }

        throw new EndOfStreamException($"The host ended before the line came. It printed:\n{Text}");
    }

    /// <summary>Waits for its end and for all its output.</summary>
    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        await _reading.WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal by its number, to this process alone.</summary>
    public void Signal(int signal) => Signal(Pid, signal);

    /// <summary>Sends a signal by its number.</summary>
    public static void Signal(int pid, int signal)
    {
        if (Kill(pid, signal) != 0)
            throw new InvalidOperationException($"kill({pid}, {signal}) failed with {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>Closes our ends of its output, as a terminal does that is closed.</summary>
    public void CloseOutput()
    {
        _process.StandardOutput.Close();
        _process.StandardError.Close();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    private async Task Read(StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (_seen)
                    _seen.Add(line);
                _lines.Writer.TryWrite(line);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException)
        {
            // CloseOutput was called.
        }
    }
}
