using Akka.Actor;
using Spinner.Output;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// Turns what the launcher's threads say into facts for an actor; output goes past the actors. The facts of a run are few and are kept: an actor
/// that takes over from one that failed is told all of them, as nobody knows which the first had received.
/// </summary>
internal sealed class RunObserver(IActorRef owner, int run, IRunOutput output) : IProcessObserver
{
    private readonly Lock _gate = new();
    private readonly List<IRunFact> _facts = [];
    private IActorRef _owner = owner;

    /// <summary>The facts so far, and all later ones, are this actor's.</summary>
    public void Redirect(IActorRef owner)
    {
        lock (_gate)
        {
            _owner = owner;
            _facts.ForEach(fact => owner.Tell(fact, ActorRefs.NoSender));
        }
    }

    public void Spawned(IChildProcess process)
    {
        // Before the first output, which may have to wait for a subscriber.
        output.Resume = isError => process.ResumeOutput(isError ? StreamKind.Stderr : StreamKind.Stdout);
        Say(new ProcessSpawned(run, process));
    }

    public void SpawnFailed(SpawnFailure failure)
    {
        output.End(isError: false);
        output.End(isError: true);
        Say(new ProcessRefused(run, failure));
    }

    public bool Output(StreamKind stream, ReadOnlySpan<byte> data) => output.Write(stream == StreamKind.Stderr, data);

    public void OutputEnded(StreamKind stream) => output.End(stream == StreamKind.Stderr);

    public void Exited(ExitStatus status) => Say(new ProcessExited(run, status));

    public void Gone() => Say(new RunGone(run));

    private void Say(IRunFact fact)
    {
        lock (_gate)
        {
            _facts.Add(fact);
            _owner.Tell(fact, ActorRefs.NoSender);
        }
    }
}
