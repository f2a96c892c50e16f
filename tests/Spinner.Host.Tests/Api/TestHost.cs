using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Spinner.Host.Configuration;
using Spinner.Host.Daemon;

namespace Spinner.Host.Tests.Api;

/// <summary>A host within the test, for settings that no command line has.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-host-").FullName;
    private readonly HostRun _run = new(_ => { }, () => { });
    private SingleInstance? _instance;

    public WebApplication App { get; private set; } = null!;

    public string Socket => Path.Combine(_folder, "s.sock");

    /// <summary>Where it listens by TCP.</summary>
    public Uri Tcp => new(App.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
        .Single(address => !address.Contains("unix", StringComparison.Ordinal)));

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
        _instance = SingleInstance.TryTake(Socket, out _);
        return new HostPlan
        {
            Mode = "daemon",
            File = ConfigFile.None(),
            Read = path => ConfigFile.Load(path),
            Children = [],
            Run = _run,
            Tell = (_, _, _) => { },
            Log = Serilog.Core.Logger.None,
            Instance = _instance,
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

    public async ValueTask DisposeAsync()
    {
        _run.End("the test is over");
        await App.StopAsync();
        await App.DisposeAsync();
        _instance?.Dispose();
        _run.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
