using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Spinner.Benchmarks;

/// <summary>
/// The published programs, in artifacts/publish (README.md has the line that makes it): how long a daemon takes until it answers, what memory it holds, and
/// <c>spinner ps</c> of a hundred children beside curl on the same answer.
/// </summary>
internal static class HostFigure
{
    private const int Children = 100;

    public static async Task Measure(Table table, int rounds)
    {
        string programs = Path.GetFullPath("artifacts/publish");
        if (!File.Exists(Path.Combine(programs, "spinner-host")))
            throw new InvalidOperationException("there is no artifacts/publish/spinner-host: dotnet publish src/Spinner.Host -o artifacts/publish");
        string folder = Directory.CreateTempSubdirectory("spinner-bench-").FullName;
        string socket = Path.Combine(folder, "r", "s.sock");
        Samples start = new();
        for (int round = 0; round < rounds; round++)
        {
            (Process daemon, double milliseconds) = await Start(programs, folder, socket);
            start.Add(milliseconds);
            await End(daemon);
        }

        table.Add("daemon: start to answer", "ms", start, null, "800 ms", $"{Table.Number(start.Median)} ms", start.Median <= 800);
        (Process last, _) = await Start(programs, folder, socket);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            Samples memory = new();
            memory.Add(Resident(last.Id));
            table.Add("daemon: memory, no child", "MB", memory, null, "90 MB", $"{Table.Number(memory.Median)} MB", memory.Median <= 90);
            for (int child = 0; child < Children; child++)
                Run(Path.Combine(programs, "spinner"), ["start", $"c{child}", "--endpoint", "none", "--socket", socket, "--", "sleep", "1000"]);
            await Pairs(table, Path.Combine(programs, "spinner"), socket, rounds * 2);
        }
        finally
        {
            await End(last);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task Pairs(Table table, string client, string socket, int rounds)
    {
        Samples ours = new(), floor = new(), ratio = new();
        for (int round = 0; round < rounds; round++)
        {
            double ps = Run(client, ["ps", "--socket", socket]), curl = Run("curl", ["-s", "--unix-socket", socket, "http://localhost/v1/children"]);
            ours.Add(ps);
            floor.Add(curl);
            ratio.Add(ps / curl);
        }

        table.Add($"spinner ps, {Children} children (floor: curl)", "ms", ours, floor, "1.5x", $"{Table.Number(ratio.Median)}x", ratio.Median <= 1.5);
        return Task.CompletedTask;
    }

    private static async Task<(Process Daemon, double Milliseconds)> Start(string programs, string folder, string socket)
    {
        long begun = Stopwatch.GetTimestamp();
        Process daemon = Process.Start(new ProcessStartInfo(
            Path.Combine(programs, "spinner-host"), ["daemon", "--socket", socket, "--state-folder", Path.Combine(folder, "state")])
        { RedirectStandardOutput = true })!;
        daemon.OutputDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        while (!Answers(socket))
        {
            if (daemon.HasExited)
                throw new InvalidOperationException($"the daemon ended with {daemon.ExitCode}");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        return (daemon, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    private static bool Answers(string socket)
    {
        try
        {
            using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(socket));
            client.Send("GET /v1/children HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
            byte[] answer = new byte[64];
            return Encoding.ASCII.GetString(answer, 0, client.Receive(answer)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            // Not yet.
            return false;
        }
    }

    private static async Task End(Process daemon)
    {
        Run("kill", ["-TERM", daemon.Id.ToString(CultureInfo.InvariantCulture)]);
        await daemon.WaitForExitAsync();
        daemon.Dispose();
    }

    private static double Run(string program, string[] args)
    {
        long begun = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double Resident(int pid) => double.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / 1000;
}
