using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>A client or a host on a terminal, made by the program <c>script</c>.</summary>
internal sealed partial class Terminal : IAsyncDisposable
{
    private readonly Process _script;
    private readonly StringBuilder _seen = new();
    private readonly Task _reading;

    private Terminal(Process script)
    {
        _script = script;
        _reading = Read();
    }

    /// <summary>Everything written to the terminal so far.</summary>
    public string Text
    {
        get
        {
            lock (_seen)
                return _seen.ToString();
        }
    }

    /// <summary>The pid of the program, which has become what the terminal's shell was.</summary>
    public int Pid => int.Parse(First(Pids()), CultureInfo.InvariantCulture);

    /// <summary>The terminal's device.</summary>
    public string Device => First(Devices());

    /// <summary>Starts the client in a terminal of a size.</summary>
    public static Task<Terminal> Start(string socket, int columns, int rows, string arguments, params IEnumerable<(string, string)> environment) =>
        Start($"'{CliRun.Client}' {arguments}", socket, columns, rows, environment);

    /// <summary>Starts a host in a terminal of the usual size.</summary>
    public static Task<Terminal> StartHost(string socket, string arguments, params IEnumerable<(string, string)> environment) =>
        Start($"'{HostProcess.Program}' {arguments}", socket, 80, 24, environment);

    private static async Task<Terminal> Start(string line, string socket, int columns, int rows, IEnumerable<(string, string)> environment)
    {
        Skip.IfNot(File.Exists("/usr/bin/script"), "There is no script(1) to make a terminal.");
        string command = $"stty cols {columns} rows {rows}; echo \"PID=$$ TTY=$(tty)\"; exec {line}";
        ProcessStartInfo start = CliRun.Info("/usr/bin/script", socket, "-qefc", command, "/dev/null");
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        Terminal terminal = new(Process.Start(start)!);
        await terminal.Shows("TTY=");
        return terminal;
    }

    /// <summary>Waits until a text has been written.</summary>
    public Task Shows(string text) => Shows(seen => seen.Contains(text, StringComparison.Ordinal), text);

    public Task Shows(Func<string, bool> condition, string what) => UpFile.Wait(() => condition(Text), () => $"'{what}' was not shown, but:\n{Text}");

    /// <summary>The last picture that was drawn, without what drives the terminal.</summary>
    public string[] Picture()
    {
        string[] frames = Text.Split("\e[H");
        return [.. Sequence().Replace(frames[^1].Split("\e[?7h")[0], "").Split('\n').Select(line => line.Trim('\r'))];
    }

    public async Task Type(string keys)
    {
        await _script.StandardInput.WriteAsync(keys);
        await _script.StandardInput.FlushAsync();
    }

    public async Task<int> Exit()
    {
        await _script.WaitForExitAsync().WaitAsync(HostProcess.Limit);
        await _reading.WaitAsync(HostProcess.Limit);
        return _script.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
            _script.Kill();
        await _script.WaitForExitAsync();
        _script.Dispose();
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Sequence();

    [GeneratedRegex(@"PID=(\d+)")]
    private static partial Regex Pids();

    [GeneratedRegex(@"TTY=(\S+)")]
    private static partial Regex Devices();

    private string First(Regex pattern) => pattern.Match(Text).Groups[1].Value;

    private async Task Read()
    {
        char[] buffer = new char[4096];
        int count;
        while ((count = await _script.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_seen)
                _seen.Append(buffer, 0, count);
        }
    }
}
