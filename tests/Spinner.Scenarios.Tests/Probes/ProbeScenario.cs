using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Spinner.Probes;
using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Probes;

/// <summary>Asks a probe and waits for the fact; keeps what a test started, and ends it.</summary>
public abstract class ProbeScenario : IDisposable
{
    private protected const string MarkerVariable = "SPINNER_PROBE_TEST";
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly List<IDisposable> _open = [];
    private readonly List<Process> _processes = [];

    private protected string Marker { get; } = $"{Guid.NewGuid():N}";

    private protected static int ThisProcess => Environment.ProcessId;

    private protected ProbeTarget Target(int port, int leader) => new(ChildEndpoint.Tcp("127.0.0.1", port), leader, MarkerVariable, Marker);

    private protected T Keep<T>(T disposable) where T : IDisposable
    {
        _open.Add(disposable);
        return disposable;
    }

    private protected static async Task<ProbeAnswer> Ask(IReadinessProbe probe, ProbeTarget target)
    {
        TaskCompletionSource<ProbeAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable pending = probe.WhenListening(target, answer.SetResult);
        return await answer.Task.WaitAsync(_limit);
    }

    private protected Socket Bind(string address, bool dual = false)
    {
        IPAddress bound = IPAddress.Parse(address);
        Socket socket = Keep(new Socket(bound.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        if (bound.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = dual;
        socket.Bind(new IPEndPoint(bound, 0));
        return socket;
    }

    private protected static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>Starts a shell line of python that prints a number once it has done what the test needs.</summary>
    private protected async Task<(int Pid, int Number)> Python(string code, string? marker = null, string shell = "exec python3 -c \"$0\"")
    {
        Required.Program("python3");
        ProcessStartInfo start = new("sh", ["-c", shell, code]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (marker is not null)
            start.Environment[MarkerVariable] = marker;
        Process process = Process.Start(start)!;
        _processes.Add(process);
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(_limit);
        return (process.Id, int.Parse(line!, System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _open.ForEach(open => open.Dispose());
        foreach (Process process in _processes)
        {
            // All of these programs end with their input.
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
