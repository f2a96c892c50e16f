using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spinner.Configuration;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Hosting;

public sealed class WithSpinnerTests : IDisposable
{
    private static readonly TimeSpan _generous = TimeSpan.FromSeconds(30);

    private readonly Part _part = new();
    private SpinnerOptions? _seen;

    public void Dispose() => _part.Dispose();

    [Fact]
    public async Task Options_come_from_hocon_with_the_code_on_top()
    {
        await using ServiceProvider provider = Provider("spinner { max-waiters = 5, tail.lines = 6 }", options => options.TailLines = 7);
        await RunAsync(provider, _ => Task.CompletedTask);

        Assert.Equal((5, 7, SpinnerDefaults.TailLineLength), (_seen!.MaxWaiters, _seen.TailLines, _seen.TailLineLength));
    }

    [Fact]
    public async Task The_actor_is_registered_and_the_shutdown_has_time_for_it()
    {
        await using ServiceProvider provider = Provider("spinner.max-stop-timeout = 10 min", options => options.KillTimeout = TimeSpan.FromSeconds(1));
        await RunAsync(provider, async system =>
        {
            IActorRef spinner = await provider.GetRequiredService<IRequiredActor<SpinnerActor>>().GetAsync();
            Assert.Equal("/user/spinner", spinner.Path.ToStringWithoutAddress());
            Assert.Equal(TimeSpan.FromSeconds(606), CoordinatedShutdown.Get(system).Timeout(CoordinatedShutdown.PhaseServiceStop));
        });
    }

    [Fact]
    public async Task The_services_live_until_the_system_has_ended()
    {
        await using ServiceProvider provider = Provider("", null);
        await RunAsync(provider, _ =>
        {
            Assert.False(_part.Disposed.Task.IsCompleted);
            return Task.CompletedTask;
        });

        await _part.Disposed.Task.WaitAsync(_generous);
    }

    [Fact]
    public async Task Wrong_settings_fail_the_start_with_every_error()
    {
        await using ServiceProvider provider = Provider("spinner { max-waiters = 0, kill-timeout = soon }", null);
        IHostedService service = provider.GetServices<IHostedService>().Single();

        SpinnerConfigurationException failure = await Assert.ThrowsAsync<SpinnerConfigurationException>(() => service.StartAsync(default));

        Assert.Equal(2, failure.Errors.Count);
        Assert.All(failure.Errors, error => Assert.Contains(error, failure.Message, StringComparison.Ordinal));
        Assert.Null(_seen);
        await provider.GetRequiredService<ActorSystem>().Terminate();
    }

    [Fact]
    public async Task Wrong_settings_from_code_fail_the_start_too()
    {
        using ActorSystem system = ActorSystem.Create("embedder");

        SpinnerConfigurationException failure = Assert.Throws<SpinnerConfigurationException>(
            () => system.StartSpinner(new SpinnerOptions { MaxWaiters = 0, TailLines = -1 }));

        Assert.Equal(2, failure.Errors.Count);
        await system.Terminate();
    }

    [Fact]
    public async Task A_second_spinner_in_one_system_is_refused_and_leaves_nothing_behind()
    {
        using ActorSystem system = ActorSystem.Create("embedder");
        IActorRef first = system.StartSpinner(new SpinnerOptions(), Create);
        Part second = new();

        _ = Assert.Throws<InvalidActorNameException>(() => system.StartSpinner(
            new SpinnerOptions(), (options, _) => new SpinnerRuntime(Services(options), [second])));

        Assert.True(second.Disposed.Task.IsCompleted);
        Assert.False(_part.Disposed.Task.IsCompleted);
        system.Stop(first);
        await system.Terminate();
    }

    [Fact]
    public async Task The_end_of_the_system_waits_for_the_end_of_its_services()
    {
        using ActorSystem system = ActorSystem.Create("embedder");
        using ManualResetEventSlim disposing = new(), mayEnd = new();
        Part slow = new() { OnDispose = () => { disposing.Set(); mayEnd.Wait(); } };
        IActorRef spinner = system.StartSpinner(new SpinnerOptions(), (options, _) => new SpinnerRuntime(Services(options), [slow]));
        system.Stop(spinner);

        Task end = system.Terminate();
        await Task.Run(disposing.Wait);

        Assert.False(end.IsCompleted);
        mayEnd.Set();
        await end;
    }

    private static async Task RunAsync(ServiceProvider provider, Func<ActorSystem, Task> test)
    {
        IHostedService service = provider.GetServices<IHostedService>().Single();
        await service.StartAsync(default);
        ActorSystem system = provider.GetRequiredService<ActorSystem>();
        try
        {
            await test(system);
        }
        finally
        {
            system.Stop(await provider.GetRequiredService<IRequiredActor<SpinnerActor>>().GetAsync());
            await service.StopAsync(default);
        }
    }

    private ServiceProvider Provider(string hocon, Action<SpinnerOptions>? configure) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<IHostApplicationLifetime, NoLifetime>()
            .AddAkka("embedder", akka => akka.AddHocon(hocon, HoconAddMode.Prepend).WithSpinner(configure, Create))
            .BuildServiceProvider();

    private SpinnerRuntime Create(SpinnerOptions options, SpinnerLog log)
    {
        _seen = options;
        return new SpinnerRuntime(Services(options), [_part]);
    }

    /// <summary>Services that no child is ever started with.</summary>
    private static SpinnerServices Services(SpinnerOptions options) => new()
    {
        Options = options,
        Time = TimeProvider.System,
        MarkerPrefix = "test:",
        Launcher = null!,
        Probe = null!,
        Health = null!,
        Notify = null!,
        NotifyPath = null!,
        Meter = null!,
        Watcher = null!,
        Builder = null!,
        Output = null!,
        Files = new HostFiles(),
        Ports = Props.Create<NoPorts>(),
        InheritedEnvironment = new Dictionary<string, string>(),
    };

    private sealed class NoPorts : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Part : IDisposable
    {
        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action OnDispose { get; init; } = () => { };

        public void Dispose()
        {
            OnDispose();
            Disposed.TrySetResult();
        }
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
