using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>The short form. One launcher will do: to it a script is a program like any other.</summary>
public sealed class ScriptScenarios() : ChildScenario(LauncherKind.Auto)
{
    private const string Python = """
        import os, http.server
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"ok %d" % os.getpid())
        http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
        """;

    private const string CSharp = """
        using System.Net;
        using System.Net.Sockets;
        using System.Text;
        TcpListener listener = new(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable("PORT")!));
        listener.Start();
        while (true)
        {
            using TcpClient client = listener.AcceptTcpClient();
            client.GetStream().ReadExactly(new byte[16]);
            client.GetStream().Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok {Environment.ProcessId}"));
        }
        """;

    [Fact]
    public async Task A_shell_script_is_started_by_its_path_and_watched()
    {
        WriteScript("app.sh", $"exec '{TestChild.Program}' serve\n");

        StartSucceeded first = Assert.IsType<StartSucceeded>(await Client.StartScriptAsync("./app.sh", Folder));
        await AssertAnswers(first);
        Assert.Equal("./app.sh", first.Name.Value);

        WriteScript("app.sh", $"# changed\nexec '{TestChild.Program}' serve\n");
        ChildSnapshot child = await Until("./app.sh", child => child is { State: ChildState.Started, Run: 2 }, "a restart");
        Assert.Equal(first.Port, child.Endpoint!.Port);
    }

    [SkippableFact]
    public async Task A_python_script_is_run_by_python()
    {
        Required.Program("python3");
        StartSucceeded started = Assert.IsType<StartSucceeded>(await Client.StartScriptAsync(WriteScript("app.py", Python)));

        Assert.StartsWith("ok ", await HttpQuestion.Ask(started.Endpoint), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_csharp_script_is_built_and_serves()
    {
        ChildSpec spec = ChildSpec.ForScript(WriteScript("app.cs", CSharp)) with { BuildTimeout = TimeSpan.FromMinutes(4) };

        StartSucceeded started = Assert.IsType<StartSucceeded>(await Client.StartAsync(spec));

        Assert.Equal(["watch", "build", "lease", "spawn", "ready"], started.Journey.Select(step => step.Step));
        await AssertAnswers(started);
    }
}
