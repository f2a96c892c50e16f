using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What <see cref="SpinnerActor"/> knows of a name, beyond the life of the child's actor.</summary>
internal sealed class ChildEntry(ChildName name, int serial, bool isPinned)
{
    private int _lives;
    private bool _isPinned = isPinned;
    private ChildSpec? _next;

    public ChildName Name { get; } = name;

    public ChildSpec? Spec { get; private set; }

    public int LastRun { get; private set; }

    public IActorRef? Actor { get; set; }

    /// <summary>An actor has failed, and what it left is being removed: messages wait.</summary>
    public bool IsHeld { get; set; }

    /// <summary>It is being stopped, to be forgotten: messages wait. Those who asked for it.</summary>
    public List<IActorRef> Leavers { get; } = [];

    /// <summary>Messages wait.</summary>
    public bool IsClosed => IsHeld || Leavers.Count > 0;

    public Queue<(IChildMessage Message, IActorRef Asker)> Held { get; } = new();

    /// <summary>The first version of the next actor's snapshots: above all those of the actors so far.</summary>
    public long NextVersion => new ChildOrigin(Name, serial, _lives + 1).FirstVersion;

    public void Keep(ChildKept kept) => (Spec, LastRun, _isPinned, _next) = (kept.Spec, kept.LastRun, kept.IsPinned, kept.Next);

    /// <summary>What the next actor begins with.</summary>
    public ChildOrigin NextOrigin()
    {
        Spec = _next ?? Spec;
        return new(Name, serial, ++_lives, Spec, LastRun, _isPinned);
    }
}
