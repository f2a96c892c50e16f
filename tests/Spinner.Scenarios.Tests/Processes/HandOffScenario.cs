using System.Net;
using System.Net.Sockets;
using System.Text;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Processes;

/// <summary>Servers that are handed a listening socket, and who asks them.</summary>
public abstract class HandOffScenario : LinuxLauncherTest
{
    private const string Python = """
        import os, socket
        assert os.environ["LISTEN_FDS"] == "1" and os.environ["LISTEN_PID"] == str(os.getpid())
        s = socket.socket(fileno=3)
        print("listening", flush=True)
        while True:
            c, _ = s.accept()
            if c.recv(4096):
                body = f"ok {os.getpid()}"
                c.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
            c.close()
        """;

    private const string Node = """
        if (process.env.LISTEN_FDS !== "1" || process.env.LISTEN_PID !== String(process.pid)) process.exit(9);
        require("http").createServer((_, r) => { r.setHeader("Connection", "close"); r.end("ok " + process.pid); })
            .listen({ fd: 3 }, () => console.log("listening"));
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spinner-handoff-");

    internal Socket Listener { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    protected HandOffScenario()
    {
        Listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Listener.Listen(4096);
    }

    internal ChildEndpoint Endpoint => ChildEndpoint.Tcp("127.0.0.1", ((IPEndPoint)Listener.LocalEndPoint!).Port);

    public override void Dispose()
    {
        base.Dispose();
        Listener.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    internal LaunchSpec Handed(LaunchSpec spec) => spec with { ListenSocket = Listener.SafeHandle };

    internal RecordingObserver HandedShell(string script) => Launch(Handed(Spec("/bin/sh", ["-c", script])));

    /// <summary>A server that serves what it is handed; skips where its runtime is missing.</summary>
    internal LaunchSpec Server(string kind) => Handed(kind switch
    {
        "testchild" => Spec(Spinner.Testing.TestChild.Program, ["serve", "--inherit"]),
        "python" => Spec(Required.Program("python3"), [Write("server.py", Python)]),
        "node" => Spec(Required.Program("node"), [Write("server.cjs", Node)]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    });

    /// <summary>The pid of who answers; null when the connection was accepted but cut. A refused one throws.</summary>
    internal async Task<int?> Ask()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60), TimeProvider.System);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Endpoint.Port, limit.Token);
        try
        {
            await socket.SendAsync("GET / HTTP/1.1\r\nHost: child\r\nConnection: close\r\n\r\n"u8.ToArray(), limit.Token);
            using StreamReader reader = new(new NetworkStream(socket), Encoding.ASCII);
            string answer = await reader.ReadToEndAsync(limit.Token);
            int at = answer.LastIndexOf("ok ", StringComparison.Ordinal);
            return at < 0 ? null : int.Parse(answer[(at + 3)..], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception cut) when (cut is IOException or SocketException)
        {
            // The server was killed between the accept and its answer.
            return null;
        }
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
