using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using Akka.Remote;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spinner.Hosting;
using Spinner.Testing;

namespace Spinner.Remoting.Tests;

/// <summary>An actor system with remoting, with a Spinner or without.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly IHost _host;

    private Node(IHost host, Lines log) => (_host, Log) = (host, log);

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    /// <summary>Of the Spinner that it has.</summary>
    public SpinnerClient Local => _host.Services.GetRequiredService<SpinnerClient>();

    public Lines Log { get; }

    public Address Where => ((RemoteActorRefProvider)((ExtendedActorSystem)System).Provider).Transport.DefaultAddress;

    public string Address => Where.ToString();

    /// <summary>A node that serves, on a free port of 127.0.0.1, with the child <c>web</c>.</summary>
    public static async Task<Node> Serving(Action<SpinnerRemotingOptions>? configure = null)
    {
        Node node = await Start(serves: true, options =>
        {
            options.Port = 0;
            configure?.Invoke(options);
        });
        await node.Local.DefineAsync(TestChild.Spec("web", "serve") with { Env = new Dictionary<string, string> { ["SECRET"] = "sesame" } });
        return node;
    }

    /// <summary>A node that serves, with the configuration of a file and the children <c>web</c> and, slow to start, <c>slow</c>.</summary>
    public static async Task<Node> FromFile(string hocon)
    {
        Node node = await Start(serves: true, _ => { }, before: akka => akka.AddHocon(hocon, HoconAddMode.Prepend));
        await node.Local.DefineAsync(TestChild.Shell("web", "exec \"$TESTCHILD\" serve --address \"${HOST:-127.0.0.1}\""));
        await node.Local.DefineAsync(TestChild.Spec("slow", "serve", "--delay", "20000") with { StartTimeout = TimeSpan.FromSeconds(60) });
        return node;
    }

    /// <summary>A node that only calls.</summary>
    public static Task<Node> Calling(Action<SpinnerRemotingOptions>? configure = null) => Start(serves: false, options =>
    {
        (options.Port, options.Serve) = (0, false);
        configure?.Invoke(options);
    });

    /// <summary>A node that lets everything in and sends whatever it likes.</summary>
    public static Task<Node> Attacking(Action<SpinnerRemotingOptions> configure, Action<AkkaConfigurationBuilder>? more = null) => Start(
        serves: false,
        options =>
        {
            (options.Port, options.Serve) = (0, false);
            configure(options);
        },
        akka =>
        {
            akka.AddHocon(
                "akka.remote { untrusted-mode = off, dot-netty.tcp.applied-adapters = [] }\n"
                + "akka.actor.serializers.json = \"Akka.Serialization.NewtonSoftJsonSerializer, Akka\"\n"
                + "akka.actor.serializers.daemon-create = \"Akka.Remote.Serialization.DaemonMsgCreateSerializer, Akka.Remote\"",
                HoconAddMode.Prepend);
            more?.Invoke(akka);
        });

    public static async Task<Node> Start(bool serves, Action<SpinnerRemotingOptions> configure, Action<AkkaConfigurationBuilder>? more = null, Action<AkkaConfigurationBuilder>? before = null)
    {
        Lines lines = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.AddProvider(lines));
        builder.Services.AddAkka("spinner", akka =>
        {
            akka.AddHocon("akka.stdout-loglevel = OFF\nakka.loglevel = INFO", HoconAddMode.Prepend);
            akka.ConfigureLoggers(loggers => { loggers.ClearLoggers(); loggers.AddLoggerFactory(); });
            before?.Invoke(akka);
            akka.WithSpinnerRemoting(configure);
            more?.Invoke(akka);
            if (serves) akka.WithSpinner();
        });
        builder.Services.AddSingleton<SpinnerClient>();
        IHost host = builder.Build();
        await host.StartAsync();
        return new Node(host, lines);
    }

    public SpinnerClient ClientOf(string address, double unreachableAfter = 30) =>
        SpinnerClient.Remote(System, address, new RemoteClientOptions { UnreachableAfter = TimeSpan.FromSeconds(unreachableAfter) });

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>The lines of a log, to be waited for.</summary>
internal sealed class Lines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();
    private readonly SemaphoreSlim _news = new(0);

    public IEnumerable<string> All => _lines.Select(line => $"{line.Level}: {line.Text}");

    /// <summary>Waits for a line that has the text.</summary>
    public async Task<string> Line(LogLevel level, string part) => (await Several(level, 1, part))[0];

    /// <summary>Waits for so many lines that have all of the texts.</summary>
    public async Task<string[]> Several(LogLevel level, int count, params string[] parts)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            string[] found =
                [.. _lines.Where(line => line.Level == level && parts.All(part => line.Text.Contains(part, StringComparison.Ordinal))).Select(line => line.Text)];
            if (found.Length >= count) return found;
            try
            {
                await _news.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{found.Length} of {count} lines of level {level} with '{string.Join("', '", parts)}' came. There were:\n{string.Join('\n', All)}");
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception.Message}"));
        _news.Release();
    }

    public void Dispose() => _news.Release(); // who waits gets its time-out
}
