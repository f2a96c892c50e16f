using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Spinner.Remoting.Tests;

/// <summary>A serving node in a process of its own, configured by a file.</summary>
internal sealed partial class NodeProcess : IDisposable
{
    public const string Verb = "node";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private NodeProcess(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public int Pid => _process.Id;

    /// <param name="hocon">The configuration: <c>spinner.remote</c> and what else is to be.</param>
    /// <param name="prefix">A program, with arguments, that is to run it.</param>
    public static async Task<NodeProcess> Start(string hocon, params string[] prefix)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("spinner-node-").FullName, "node.conf");
        await File.WriteAllTextAsync(file, hocon);
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";
        string[] command = [.. prefix, dotnet, "exec", typeof(NodeProcess).Assembly.Location, Verb, file];
        Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(_limit);
        return line is ['a', 'k', 'k', 'a', ..] ? new NodeProcess(process, line) : throw new InvalidOperationException($"The node said '{line}'.");
    }

    public void Signal(int signal) => Assert(kill(Pid, signal) == 0, "it has ended");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // One that is held still does not see the end of its input.
            _ = kill(Pid, 18);
            _process.StandardInput.Close();
            if (!_process.WaitForExit(_limit)) _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>The process: its life lasts until its input ends.</summary>
    public static async Task<int> Run(string file)
    {
        await using Node node = await Node.FromFile(await File.ReadAllTextAsync(file));
        Console.WriteLine(node.Address);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static void Assert(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
