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

internal sealed record BuildFinished(int Run, ScriptBuild Build) : IRunFact;

internal sealed record ProcessSpawned(int Run, IChildProcess Process) : IRunFact;

internal sealed record ProcessRefused(int Run, SpawnFailure Failure) : IRunFact;

internal sealed record ProbeAnswered(int Run, ProbeAnswer Answer) : IRunFact;

internal sealed record ProcessExited(int Run, ExitStatus Status) : IRunFact;

/// <summary>Nothing of the run is left.</summary>
internal sealed record RunGone(int Run) : IRunFact;

internal sealed record StartDeadlineReached(int Run) : IRunFact;

internal sealed record StopDeadlineReached(int Run) : IRunFact;

internal sealed record KillDeadlineReached(int Run) : IRunFact;

internal sealed record IdleTimeReached(int Run) : IRunFact;

/// <summary>The watched source changed. The watch's number tells a late fact of a released watch.</summary>
internal sealed record SourceChanged(int Watch, string Path) : INoSerializationVerificationNeeded;
