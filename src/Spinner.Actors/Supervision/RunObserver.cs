using Akka.Actor;
using Spinner.Output;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Turns what the launcher's threads say into facts for an actor; output goes past the actors.</summary>
internal sealed class RunObserver(IActorRef owner, int run, IRunOutput output) : IProcessObserver
{
    private volatile IActorRef _owner = owner;

    /// <summary>The facts from now on are another actor's; used when the first one has died.</summary>
    public void Redirect(IActorRef owner) => _owner = owner;

    public void Spawned(IChildProcess process) => _owner.Tell(new ProcessSpawned(run, process), ActorRefs.NoSender);

    public void SpawnFailed(SpawnFailure failure)
    {
        output.End(isError: false);
        output.End(isError: true);
        _owner.Tell(new ProcessRefused(run, failure), ActorRefs.NoSender);
    }

    public void Output(StreamKind stream, ReadOnlySpan<byte> data) => output.Write(stream == StreamKind.Stderr, data);

    public void OutputEnded(StreamKind stream) => output.End(stream == StreamKind.Stderr);

    public void Exited(ExitStatus status) => _owner.Tell(new ProcessExited(run, status), ActorRefs.NoSender);

    public void Gone() => _owner.Tell(new RunGone(run), ActorRefs.NoSender);
}
