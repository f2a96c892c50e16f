using Akka.Actor;

namespace Spinner.Conformance.Tests.StateTable;

/// <summary>Somebody who sent one command, and the answers it got.</summary>
internal sealed class Caller(IActorRef reference, List<object> answers)
{
    public IActorRef Reference => reference;

    public IReadOnlyList<object> Answers => answers;
}

/// <summary>Passes on what it is told, on the thread of who tells.</summary>
internal sealed class Recorder(Action<object> told) : UntypedActor
{
    protected override void OnReceive(object message) => told(message);
}
