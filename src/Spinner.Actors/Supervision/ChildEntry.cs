using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What <see cref="SpinnerActor"/> knows of a name, beyond the life of the child's actor.</summary>
internal sealed class ChildEntry(ChildName name, int serial)
{
    public ChildName Name { get; } = name;

    public int Serial { get; } = serial;

    public ChildSpec? Spec { get; set; }

    public int LastRun { get; set; }

    /// <summary>How many actors this name has had.</summary>
    public int Lives { get; set; }

    public IActorRef? Actor { get; set; }

    /// <summary>An actor has failed, and what it left is being removed: messages wait.</summary>
    public bool IsHeld { get; set; }

    public Queue<(IChildMessage Message, IActorRef Asker)> Held { get; } = new();
}
