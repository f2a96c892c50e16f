using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spinner.Configuration;
using Spinner.Host.Upkeep;

namespace Spinner.Host.Tests.Api;

/// <summary>A host within the test, for settings that no command line has.</summary>
internal sealed class TestHost : IHostLifetime, IHostLife, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-host-").FullName;

    public WebApplication App { get; private set; } = null!;

    public string Socket => Path.Combine(_folder, "s.sock");

    /// <summary>Where it listens by TCP.</summary>
    public Uri Tcp => new(App.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
        .Single(address => !address.Contains("unix", StringComparison.Ordinal)));

    public bool IsStopping { get; private set; }

    public static async Task<TestHost> Start(Func<HostPlan, HostPlan> change)
    {
        TestHost host = new();
        host.App = SpinnerHost.Build(change(host.Plan()));
        await host.App.StartAsync();
        return host;
    }

    /// <summary>With a port on loopback.</summary>
    public static Task<TestHost> StartTcp(Func<ApiTcp, ApiTcp>? change = null)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("spinner-token-").FullName, "token");
        ApiTcp tcp = new() { Address = IPAddress.Loopback, Port = 0, TokenFile = file };
        return Start(plan => plan with { Tcp = change is null ? tcp : change(tcp) });
    }

    public HostPlan Plan()
    {
        SpinnerConfigResult read = SpinnerConfig.ParseText("spinner { }", "/");
        return new HostPlan
        {
            Mode = "daemon",
            Options = read.Options!,
            Config = SpinnerConfig.Reference,
            Children = [],
            Lifetime = this,
            Life = this,
            Tell = (_, _) => { },
            Log = logger => logger.MinimumLevel.Fatal(),
            Socket = Socket,
        };
    }

    public HttpClient Local() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://localhost") };

    public void OnLeftOver()
    {
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        IsStopping = true;
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
