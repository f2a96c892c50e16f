using Spinner.Configuration;
using Spinner.Output;
using Spinner.Policies;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Watching;

namespace Spinner.Supervision;

/// <summary>What the actors need of the world; tests put fakes here.</summary>
internal sealed record SpinnerServices
{
    public required SpinnerOptions Options { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>What the markers of all runs of this Spinner begin with.</summary>
    public required string MarkerPrefix { get; init; }
    public required IProcessLauncher Launcher { get; init; }
    public required IReadinessProbe Probe { get; init; }
    public required IHealthChecker Health { get; init; }
    public required INotifySockets Notify { get; init; }

    /// <summary>Where the socket of a run is to be that says for itself how it is: of a child's serial and the run. Throws IOException.</summary>
    public required Func<int, int, string> NotifyPath { get; init; }
    public required IGroupMeter Meter { get; init; }

    /// <summary>Between zero and one, for the jitter of waits.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;
    public required ISourceWatcher Watcher { get; init; }
    public required IScriptBuilder Builder { get; init; }
    public required IOutputFactory Output { get; init; }
    public required IHostFiles Files { get; init; }

    /// <summary>Makes the actor that leases ports; <see cref="Ports"/> knows how.</summary>
    public required Akka.Actor.Props Ports { get; init; }

    /// <summary>What has become of the runs so far.</summary>
    public RunFigures Figures { get; } = new();

    /// <summary>The environment that children inherit, already cleaned of what must not reach them.</summary>
    public required IReadOnlyDictionary<string, string> InheritedEnvironment { get; init; }
}
