using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spinner.Hosting;
using Spinner.Remoting;

namespace Spinner.Host.Remote;

/// <summary>An actor system that only calls; it is made when something is asked.</summary>
internal sealed class CallingNode : IAsyncDisposable
{
    private readonly Lazy<Task<(IHost Host, SpinnerClient Spinner)>> _node;

    public CallingNode(SpinnerRemotingOptions options, string address)
    {
        Address = address;
        _node = new(() => StartAsync(options));
    }

    /// <summary>Of the other node.</summary>
    public string Address { get; }

    /// <summary>Why the other node was not trusted; null: it was, or did not show up.</summary>
    public string? Refusal => _node is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result.Host: var host } }
        ? host.Services.GetRequiredService<ActorSystem>().GetExtension<RefusedPeers>()?.Last
        : null;

    /// <summary>A client of the other node.</summary>
    public async Task<SpinnerClient> SpinnerAsync() => (await _node.Value.ConfigureAwait(false)).Spinner;

    public async ValueTask DisposeAsync()
    {
        if (!_node.IsValueCreated || !_node.Value.IsCompletedSuccessfully)
            return;
        IHost host = (await _node.Value.ConfigureAwait(false)).Host;
        await host.StopAsync().ConfigureAwait(false);
        host.Dispose();
    }

    private async Task<(IHost Host, SpinnerClient Spinner)> StartAsync(SpinnerRemotingOptions options)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddAkka("spinner-caller", akka => akka
            .AddHocon("akka { stdout-loglevel = OFF, loglevel = WARNING, coordinated-shutdown.run-by-clr-shutdown-hook = off }", HoconAddMode.Prepend)
            .ConfigureLoggers(loggers => { loggers.ClearLoggers(); loggers.AddLoggerFactory(); })
            .WithSpinnerRemoting(options));
        IHost host = builder.Build();
        await host.StartAsync().ConfigureAwait(false);
        return (host, SpinnerClient.Remote(host.Services.GetRequiredService<ActorSystem>(), Address));
    }

    /// <summary>Signals end the verb as they end any program.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
