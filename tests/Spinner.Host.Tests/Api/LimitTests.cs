using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Api;

/// <summary>A host of its own: it is held at its limits.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private readonly ApiHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_1001st_connection_is_closed_and_the_others_are_served()
    {
        List<Socket> held = [];
        try
        {
            // Each is known to be held when it has been answered.
            for (int i = 0; i < 1000; i++)
            {
                held.Add(await _host.Connect());
                Assert.True(await IsServed(held[^1]));
            }

            using Socket surplus = await _host.Connect();
            Assert.False(await IsServed(surplus));
            Assert.True(await IsServed(held[0]));

            held[^1].Dispose();
            bool isServed = false;
            for (int i = 0; i < 500 && !isServed; i++)
            {
                using Socket next = await _host.Connect();
                isServed = await IsServed(next);
            }

            Assert.True(isServed);
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Who_follows_and_does_not_read_is_cut_off()
    {
        await _host.Started("flood", new JsonObject { ["command"] = TestChild.Program, ["args"] = new JsonArray("work"), ["endpoint"] = "none" });
        using Socket socket = await _host.Connect();
        await socket.SendAsync("GET /v1/children/flood/logs?follow=true HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        Assert.Equal(200, (await _host.Get("/healthz")).Status);
        int with = Sockets();

        // It prints for ever.
        Task<Answer> restart = _host.Post(ApiHost.PathOf("flood", "restart"), new JsonObject
        {
            ["command"] = TestChild.Program,
            ["args"] = new JsonArray("flood", "0"),
            ["readiness"] = "none",
            ["endpoint"] = "none",
        });
        Assert.Equal(200, (await restart).Status);
        await UpFile.Wait(() => Sockets() < with, () => $"{Sockets()} sockets are still open");

        Assert.Equal(200, (await _host.Get("/healthz")).Status);
        Assert.Equal(200, (await _host.Send(HttpMethod.Delete, "/v1/children/flood")).Status);
    }

    [Fact]
    public async Task Who_sends_its_body_too_slowly_is_told_so_or_cut_off()
    {
        using NetworkStream stream = new(await _host.Connect(), ownsSocket: true);
        await stream.WriteAsync("POST /v1/children/x/start HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"u8.ToArray());
        using StreamReader reader = new(stream);

        string answer = await reader.ReadToEndAsync().WaitAsync(HostProcess.Limit);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("too_slow", answer, StringComparison.Ordinal);
    }

    private static async Task<bool> IsServed(Socket socket)
    {
        byte[] buffer = new byte[1000];
        try
        {
            await socket.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            for (int read = 0; ;)
            {
                int more = await socket.ReceiveAsync(buffer.AsMemory(read)).AsTask().WaitAsync(HostProcess.Limit);
                read += more;
                if (more == 0)
                    return false;
                if (Encoding.ASCII.GetString(buffer, 0, read).EndsWith("0\r\n\r\n", StringComparison.Ordinal))
                    return true;
            }
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int Sockets() => Directory.GetFiles($"/proc/{_host.Pid}/fd").Count(file => IsSocket(file));

    private static bool IsSocket(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
