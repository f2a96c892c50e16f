using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Spinner.Host.Metrics;
using Xunit;

namespace Spinner.Host.Tests.Api;

public sealed class OtlpTests
{
    [Fact]
    public async Task Metrics_are_sent_where_the_configuration_says()
    {
        using TcpListener collector = new(IPAddress.Loopback, 0);
        collector.Start();
        Task<string> received = Receive(collector);
        await using TestHost host = await TestHost.Start(plan => plan with
        {
            OtlpEndpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)collector.LocalEndpoint).Port}/v1/metrics"),
        });

        Task flush = Task.Run(() => host.App.Services.GetRequiredService<MetricsProvider>().Provider.ForceFlush(20_000));
        string request = await received.WaitAsync(HostProcess.Limit);
        await flush;

        Assert.StartsWith("POST /v1/metrics HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("spinner.children", request, StringComparison.Ordinal);
        Assert.Contains("spinner.ports.used", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_an_API_opens_no_port()
    {
        await using TestHost host = await TestHost.Start(plan => plan with { Instance = null });

        Assert.IsType<Spinner.Host.Api.NoServer>(host.App.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>());
    }

    /// <summary>One request, answered well.</summary>
    private static async Task<string> Receive(TcpListener collector)
    {
        using TcpClient sender = await collector.AcceptTcpClientAsync();
        NetworkStream stream = sender.GetStream();
        byte[] buffer = new byte[100_000];
        int read = 0;
        string text = "";
        while (!text.Contains("spinner.ports.used", StringComparison.Ordinal))
        {
            int more = await stream.ReadAsync(buffer.AsMemory(read));
            if (more == 0)
                break;
            text = Encoding.Latin1.GetString(buffer, 0, read += more);
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        return text;
    }
}
