using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spinner.Testing;

namespace Spinner.Host.Tests.Cli;

/// <summary>One call of the program <c>spinner</c>: what it printed on either stream, and its exit code.</summary>
internal sealed partial record CliRun(int Code, string Out, string Err)
{
    /// <summary>The client as it is built by itself.</summary>
    public static string Client { get; } = Repository.OutputOf("src/Spinner.Cli", "spinner");

    /// <summary>The client beside the host, as it is published.</summary>
    public static string Published { get; } = Path.Combine(Path.GetDirectoryName(HostProcess.Program)!, OperatingSystem.IsWindows() ? "spinner.exe" : "spinner");

    /// <summary>Standard output as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Out)!;

    /// <summary>Standard error without the lines that tell how far something is, which come when the machine is slow.</summary>
    public string Complaint => Progress().Replace(Err, "");

    /// <summary>Standard output line by line.</summary>
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs the client against a socket.</summary>
    public static Task<CliRun> Of(string socket, params IEnumerable<string> args) => Of(Info(Client, socket, args));

    public static ProcessStartInfo Info(string program, string socket, params IEnumerable<string> args)
    {
        ProcessStartInfo start = new(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["SPINNER_SOCKET"] = socket;
        return start;
    }

    public static async Task<CliRun> Of(ProcessStartInfo start, string input = "")
    {
        using Process process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(HostProcess.Limit);
            return new CliRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    [GeneratedRegex(@"(?m)^\S+( children)?: (starting|started|restarting|restart|stopping|stopped|removing|touching|reloading|shutting down)\b.*\n")]
    private static partial Regex Progress();

    /// <summary>Runs a line of shell in which <c>$SPINNER</c> is the client.</summary>
    public static Task<CliRun> Shell(string socket, string line, string shell = "/bin/bash")
    {
        ProcessStartInfo start = Info(shell, socket, "-c", line);
        start.Environment["SPINNER"] = Client;
        return Of(start);
    }
}
