using Spinner.Output;
using Spinner.Policies;
using Spinner.Ports;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// One spawn of a child, from the wish to the last process gone. It keeps the spec and plan it was begun with, also when the child has got others,
/// and holds the lease of its endpoint until the next run takes it over.
/// </summary>
internal sealed class Run(int number, ChildSpec spec, ChildPlan plan, TimeProvider time, long began) : IDisposable
{
    private readonly List<JourneyStep> _journey = [];
    private readonly CancellationTokenSource _build = new();
    private long _stepBegan = began;

    public int Number { get; } = number;

    public ChildSpec Spec { get; private set; } = spec;

    public ChildPlan Plan { get; private set; } = plan;

    public Step Step { get; set; }

    /// <summary>When the removal for the next run began.</summary>
    public long DrainBegan { get; set; }

    /// <summary>The wait before the run after this one.</summary>
    public TimeSpan WaitAfter { get; set; }

    public IReadOnlyList<JourneyStep> Journey => _journey.ToArray();

    public CancellationToken BuildCancelled => _build.Token;

    /// <summary>The children it still waits for.</summary>
    public HashSet<string> Dependencies { get; } = new(StringComparer.Ordinal);

    /// <summary>The assembly a script was built into.</summary>
    public string? BuiltProgram { get; set; }

    public PortLease? Lease { get; set; }

    /// <summary>The lease is its twin's: one listening socket serves both.</summary>
    public bool SharesLease { get; set; }

    /// <summary>How many ports were taken by strangers since the start was asked for.</summary>
    public int PortReplacements { get; set; }

    /// <summary>Where it is to listen.</summary>
    public ChildEndpoint Endpoint => Lease?.Endpoint ?? ChildEndpoint.None;

    public RunObserver? Observer { get; set; }

    public IRunOutput? Output { get; set; }

    /// <summary>A spawn was asked for and has not failed: a process exists, or will in a moment.</summary>
    public bool HasProcess { get; set; }

    /// <summary>Null until the spawn has succeeded.</summary>
    public IChildProcess? Process { get; set; }

    /// <summary>What it still needs to be ready, and what has been asked about it.</summary>
    public Readiness Readiness { get; } = new(plan.StartTimeout);

    public INotifySocket? Notify { get; set; }

    /// <summary>The answer of every StartChild while this run serves.</summary>
    public StartSucceeded? Started { get; set; }

    public long StartedAt { get; set; }

    /// <summary>What the liveness checks have said.</summary>
    public Vitals Vitals { get; } = new();

    /// <summary>What it last said of itself.</summary>
    public string? Status { get; set; }

    /// <summary>It has said that it is going to end by itself.</summary>
    public bool IsLeaving { get; set; }

    public ExitStatus? Exit { get; set; }

    /// <summary>It was sent the stop signal.</summary>
    public bool Asked { get; set; }

    /// <summary>It was sent SIGKILL.</summary>
    public bool Killed { get; set; }

    /// <summary>It was killed without having ended in the time it was given: the stop timeout, or that of its start.</summary>
    public bool OutlivedGrace { get; set; }

    /// <summary>Why it is being cleared.</summary>
    public StartFailureReason Failing { get; set; }

    /// <summary>Who has its port, for people.</summary>
    public string Stranger { get; set; } = "";

    /// <summary>It goes on under a plan that has another idle time, and is the same otherwise.</summary>
    public void GoOnAs(ChildSpec spec, ChildPlan plan) => (Spec, Plan) = (spec, plan);

    /// <summary>Ends a step of the journey; the next one begins.</summary>
    public void Mark(string step)
    {
        _journey.Add(new JourneyStep(step, time.GetElapsedTime(_stepBegan)));
        _stepBegan = time.GetTimestamp();
    }

    /// <summary>Nobody asks any more whether it is built, ready or alive.</summary>
    public void StopWaiting()
    {
        _build.Cancel();
        Readiness.Dispose();
        Vitals.Dispose();
    }

    public void Dispose()
    {
        StopWaiting();
        Notify?.Dispose();
        _build.Dispose();
    }
}
