using Spinner.Output;
using Spinner.Policies;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>One spawn of a child, from the wish to the last process gone. It keeps the plan it was begun with, also when the child has got another one.</summary>
internal sealed class Run(int number, ChildPlan plan, TimeProvider time, long began) : IDisposable
{
    private readonly List<JourneyStep> _journey = [];
    private readonly CancellationTokenSource _build = new();
    private long _stepBegan = began;

    public int Number { get; } = number;

    public ChildPlan Plan { get; } = plan;

    public IReadOnlyList<JourneyStep> Journey => _journey.ToArray();

    public CancellationToken BuildCancelled => _build.Token;

    /// <summary>The assembly a script was built into.</summary>
    public string? BuiltProgram { get; set; }

    public RunObserver? Observer { get; set; }

    public IRunOutput? Output { get; set; }

    /// <summary>A spawn was asked for and has not failed: a process exists, or will in a moment.</summary>
    public bool HasProcess { get; set; }

    /// <summary>Null until the spawn has succeeded.</summary>
    public IChildProcess? Process { get; set; }

    public IDisposable? Probe { get; set; }

    public ExitStatus? Exit { get; set; }

    /// <summary>It was sent the stop signal.</summary>
    public bool Asked { get; set; }

    /// <summary>It was sent SIGKILL.</summary>
    public bool Killed { get; set; }

    /// <summary>It was killed without having ended in the time it was given: the stop timeout, or that of its start.</summary>
    public bool OutlivedGrace { get; set; }

    /// <summary>Ends a step of the journey; the next one begins.</summary>
    public void Mark(string step)
    {
        _journey.Add(new JourneyStep(step, time.GetElapsedTime(_stepBegan)));
        _stepBegan = time.GetTimestamp();
    }

    /// <summary>Nobody asks any more whether it is built or listens.</summary>
    public void StopWaiting()
    {
        _build.Cancel();
        Probe?.Dispose();
        Probe = null;
    }

    public void Dispose()
    {
        StopWaiting();
        _build.Dispose();
    }
}
