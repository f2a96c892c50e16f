using Akka.Actor;
using Akka.Configuration;
using Spinner.Configuration;
using Spinner.Hosting;
using Spinner.Protocol;

namespace Spinner.Benchmarks;

/// <summary>An actor system with a Spinner, set up as a host would: level Info, and a logger that formats every event.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private const string Hocon = """
        akka {
          loglevel = INFO
          stdout-loglevel = OFF
          loggers = ["Spinner.Benchmarks.DiscardingLogger, Spinner.Benchmarks"]
        }
        """;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public BenchHost()
    {
        SpinnerOptions options = new();
        Config config = ConfigurationFactory.ParseString(Hocon).WithFallback(SpinnerShutdown.PhaseTimeouts(options));
        System = ActorSystem.Create("bench", config);
        Spinner = System.StartSpinner(options);
    }

    public ActorSystem System { get; }

    public IActorRef Spinner { get; }

    public async Task<StartSucceeded> Start(ChildSpec spec) => await Spinner.Ask<StartResult>(new StartChild(spec), _patience) switch
    {
        StartSucceeded success => success,
        StartFailed failure => throw new InvalidOperationException($"{failure.Name}: {failure.Reason}: {failure.Message}"),
        StartResult other => throw new InvalidOperationException($"Not an answer: {other}"),
    };

    public Task<StopResult> Stop(ChildName name) => Spinner.Ask<StopResult>(new StopChild(name), _patience);

    public async ValueTask DisposeAsync() => await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
}
