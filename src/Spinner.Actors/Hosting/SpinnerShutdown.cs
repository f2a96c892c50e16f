using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Supervision;

namespace Spinner.Hosting;

/// <summary>Stops the children in CoordinatedShutdown, and makes room for their stop timeouts there.</summary>
public static class SpinnerShutdown
{
    private const string ServiceStop = "akka.coordinated-shutdown.phases.service-stop.timeout";
    private const string ShardRegion = "akka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout";
    private const string ShardHandOff = "akka.cluster.sharding.handoff-timeout";

    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The longest the children's stop may take: the longest stop timeout, then the kill, and some slack; as often as there are layers of children that
    /// depend on each other, for one is stopped after the other. A host whose services heed their cancellation needs a
    /// <c>HostOptions.ShutdownTimeout</c> above it.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="layers">The length of the longest chain of <c>depends-on</c>; 1 when no child depends on another.</param>
    public static TimeSpan LongestStop(SpinnerOptions options, int layers = 1)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ((options.MaxStopTimeout + options.KillTimeout) * Math.Max(1, layers)) + _slack;
    }

    /// <summary>
    /// HOCON that gives the phases of CoordinatedShutdown the time that stopping children takes; put it before the configuration of a system
    /// that is not set up by <c>WithSpinner</c>. A longer time in <paramref name="present"/> is kept.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="present">What the system is configured with so far.</param>
    /// <param name="layers">As of <see cref="LongestStop"/>.</param>
    public static Config PhaseTimeouts(SpinnerOptions options, Config? present = null, int layers = 1)
    {
        TimeSpan stop = LongestStop(options, layers);
        (string Key, TimeSpan Time)[] needs = [(ServiceStop, stop), (ShardRegion, stop + _slack), (ShardHandOff, stop + (3 * _slack))];
        return ConfigurationFactory.ParseString(string.Join('\n', needs
            .Where(need => present is null || present.IsEmpty || present.GetTimeSpan(need.Key, TimeSpan.Zero) < need.Time)
            .Select(need => FormattableString.Invariant($"{need.Key} = {Math.Ceiling(need.Time.TotalSeconds)}s"))));
    }

    internal static void Register(ActorSystem system, IActorRef spinner, SpinnerOptions options)
    {
        CoordinatedShutdown shutdown = CoordinatedShutdown.Get(system);
        TimeSpan stop = LongestStop(options);
        if (shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop) < stop)
        {
            system.Log.Warning(
                "The shutdown phase service-stop ends after {PhaseTimeout}, but stopping children may take {LongestStop}: raise {Key}",
                shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop),
                stop,
                ServiceStop);
        }

        // Whoever gives the phase more time, for children that are stopped one after the other, gets it.
        TimeSpan limit = shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop) is { } phase && phase > stop ? phase : stop;
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "stop-spinner-children", () => StopChildren(spinner, limit, system.Log));
    }

    /// <summary>Asks for the stop of all children and waits for it; an actor that is dead already has stopped them.</summary>
    internal static async Task<Done> StopChildren(IActorRef spinner, TimeSpan limit, ILoggingAdapter log)
    {
        using CancellationTokenSource answered = new();
        Task gone = spinner.WatchAsync(answered.Token);
        Task<StopAllResult> stopped = spinner.Ask<StopAllResult>(ShutDown.Instance, limit, answered.Token);
        Task first = await Task.WhenAny(stopped, gone).ConfigureAwait(false);
        if (first == stopped && stopped.IsFaulted)
        {
            log.Warning(stopped.Exception.InnerException, "The children were not stopped within {LongestStop}", limit);
        }

        await answered.CancelAsync().ConfigureAwait(false);
        return Done.Instance;
    }
}
