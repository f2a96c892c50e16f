using Akka.Actor;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Something that happened to one run; dropped when that run is no longer the child's.</summary>
internal interface IRunFact : INoSerializationVerificationNeeded
{
    int Run { get; }
}

/// <summary>The wait before a restart is over.</summary>
internal sealed record WaitOver(int Run) : IRunFact;

/// <summary>Another child is as this run needs it to be.</summary>
internal sealed record DependencyMet(int Run, ChildName Dependency) : IRunFact;

/// <summary>Another child does not come to be as this run needs it to be.</summary>
internal sealed record DependencyFailed(int Run, StartFailed Failure) : IRunFact;

internal sealed record BuildFinished(int Run, ScriptBuild Build) : IRunFact;

internal sealed record ProcessSpawned(int Run, IChildProcess Process) : IRunFact;

internal sealed record ProcessRefused(int Run, SpawnFailure Failure) : IRunFact;

internal sealed record ProbeAnswered(int Run, ProbeAnswer Answer) : IRunFact;

/// <summary>A line of its output matches the pattern it is ready by.</summary>
internal sealed record ReadyLineSeen(int Run) : IRunFact;

/// <summary>The next try of its readiness check is due.</summary>
internal sealed record ReadinessDue(int Run) : IRunFact;

internal sealed record ReadinessChecked(int Run, string? Complaint) : IRunFact;

internal sealed record Notified(int Run, NotifyMessage Message) : IRunFact;

internal sealed record LivenessDue(int Run) : IRunFact;

internal sealed record LivenessChecked(int Run, string? Complaint) : IRunFact;

/// <summary>It has been silent for too long.</summary>
internal sealed record WatchdogStarved(int Run) : IRunFact;

internal sealed record MemoryDue(int Run) : IRunFact;

internal sealed record MemoryMeasured(int Run, GroupUsage? Usage) : IRunFact;

internal sealed record OutputTrouble(int Run, Output.OutputIncident Incident) : IRunFact;

internal sealed record ProcessExited(int Run, ExitStatus Status) : IRunFact;

/// <summary>Nothing of the run is left.</summary>
internal sealed record RunGone(int Run) : IRunFact;

internal sealed record StartDeadlineReached(int Run) : IRunFact;

internal sealed record StopDeadlineReached(int Run) : IRunFact;

internal sealed record KillDeadlineReached(int Run) : IRunFact;

internal sealed record IdleTimeReached(int Run) : IRunFact;

/// <summary>The old run of a tandem update has gone on for long enough.</summary>
internal sealed record TandemTimeOver(int Run) : IRunFact;

/// <summary>A lease was not renewed in time.</summary>
internal sealed record LeaseTimeOver(Guid Lease) : INoSerializationVerificationNeeded;

/// <summary>The source is watched from now on, or cannot be. The watch's number tells a late fact of a released watch.</summary>
internal sealed record WatchArmed(int Watch, string? Error) : INoSerializationVerificationNeeded;

/// <summary>The watched source changed.</summary>
internal sealed record SourceChanged(int Watch, string Path) : INoSerializationVerificationNeeded;
