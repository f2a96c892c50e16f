using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Spinner.Host.Api;

/// <summary>Kestrel, within its limits.</summary>
internal static class ApiServer
{
    /// <summary>The largest body.</summary>
    public const long MostOfBody = 1_000_000;

    /// <exception cref="ApiStartException">It cannot listen as it is configured.</exception>
    public static void Add(IWebHostBuilder host, HostPlan plan)
    {
        X509Certificate2? certificate = plan.Tcp is { } tcp ? Certificate(tcp) : null;
        host.UseKestrelCore();
        UseBound(host, plan.Instance?.Listener, plan.Tcp is null ? null : Bind(plan.Tcp));
        if (certificate is not null)
            host.UseKestrelHttpsConfiguration();
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits, plan.MaxConnections);
            if (plan.Instance is not null)
                kestrel.ListenUnixSocket(plan.Instance.SocketPath, UseSocket);
            if (plan.Tcp is not null)
                kestrel.Listen(plan.Tcp.Address, plan.Tcp.Port, listen => UseTcp(listen, certificate));
        });
    }

    /// <summary>
    /// Both are bound already: the unix socket by whoever made sure that there is one host, the port here, for a port that is taken is to be told before any
    /// child is started.
    /// </summary>
    private static void UseBound(IWebHostBuilder host, Socket? local, Socket? tcp) => host.ConfigureServices(services =>
        services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = at =>
            (at is UnixDomainSocketEndPoint ? local : tcp) ?? throw new InvalidOperationException($"Nothing is bound to {at}.")));

    private static Socket Bind(ApiTcp tcp)
    {
        IPEndPoint at = new(tcp.Address, tcp.Port);
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(at);
        }
        catch (SocketException failure)
        {
            throw new ApiStartException(
                $"The control API cannot listen on {at}: {failure.Message}. Give another address or port in spinner.host.api.tcp.listen, or end what holds it.", failure);
        }
    }

    private static void Limit(KestrelServerLimits limits, int connections)
    {
        limits.MaxConcurrentConnections = connections;
        limits.MaxRequestBodySize = MostOfBody;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);

        // An answer that goes on and is quiet is under no rate: only what waits to be read is measured.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    private static void UseSocket(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            connection.Features.Set(LocalCaller.Instance);
            return next(connection);
        });
    }

    private static void UseTcp(ListenOptions listen, X509Certificate2? certificate)
    {
        listen.Protocols = HttpProtocols.Http1;
        if (certificate is not null)
            listen.UseHttps(certificate);
    }

    private static X509Certificate2? Certificate(ApiTcp tcp)
    {
        if (tcp.CertificatePath is not { } path)
        {
            return IPAddress.IsLoopback(tcp.Address) ? null : throw new ApiStartException(
                $"The control API does not listen on {tcp.Address} without TLS: give a certificate and its key, or listen on 127.0.0.1.");
        }

        return ApiCertificate.TryLoad(path, tcp.KeyPath, out string fault)
            ?? throw new ApiStartException($"The certificate {path} of the control API, or its key, cannot be used: {fault}");
    }
}

/// <summary>Serves nobody.</summary>
internal sealed class NoServer : IServer
{
    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // It holds nothing.
    }
}
