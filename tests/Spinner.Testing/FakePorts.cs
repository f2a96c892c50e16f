using Akka.Actor;
using Microsoft.Win32.SafeHandles;
using Spinner.Ports;
using Spinner.Protocol;

namespace Spinner.Testing;

/// <summary>Leases 7000, 7001 ... and keeps book; answers at once or when the test says so.</summary>
internal sealed class FakePorts
{
    private readonly Queue<(IActorRef Asker, object Answer, IActorRef Allocator)> _held = new();
    private int _next = 7000;

    public bool Holds { get; set; }

    /// <summary>Every request is refused with this.</summary>
    public string? Refuses { get; set; }

    /// <summary>Somebody waits for an answer.</summary>
    public bool IsAsked => _held.Count > 0;

    /// <summary>The next request makes the actor fail.</summary>
    public bool FailsOnce { get; set; }

    public List<PortLease> Out { get; } = [];

    public List<ReturnLease> Returned { get; } = [];

    public void Release()
    {
        while (_held.TryDequeue(out (IActorRef Asker, object Answer, IActorRef Allocator) held))
        {
            held.Asker.Tell(held.Answer, held.Allocator);
        }
    }

    /// <summary>The held requests turn out to be refused.</summary>
    public void RefuseHeld(string message)
    {
        for (int count = _held.Count; count > 0; count--)
        {
            (IActorRef Asker, object Answer, IActorRef Allocator) held = _held.Dequeue();
            PortLeased granted = (PortLeased)held.Answer;
            _ = Out.Remove(granted.Lease);
            held.Asker.Tell(new PortRefused(granted.Run, message), held.Allocator);
        }
    }

    public Props Props() => Akka.Actor.Props.Create(() => new Actor(this));

    private void Listen(IActorRef asker, LeaseListener ask, IActorRef allocator)
    {
        // No socket: closing its handle is all that happens to it.
        SafeFileHandle handle = new(-1, ownsHandle: false);
        ChildEndpoint endpoint = ask.Range is null
            ? ChildEndpoint.Unix($"/run/{ask.ChildSerial}-{ask.Run}-{_next++}.sock")
            : ChildEndpoint.Tcp("127.0.0.1", _next++);
        Lease(asker, ask.Run, endpoint, allocator, new ListenSocket(handle, handle));
    }

    private void Lease(IActorRef asker, int run, ChildEndpoint endpoint, IActorRef allocator, ListenSocket? listener = null)
    {
        PortLease lease = new(_next, endpoint, listener);
        Out.Add(lease);
        _held.Enqueue((asker, Refuses is null ? new PortLeased(run, lease) : new PortRefused(run, Refuses), allocator));
        if (!Holds)
        {
            Release();
        }
    }

    private sealed class Actor(FakePorts book) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is LeasePort or LeaseListener && book.FailsOnce)
            {
                book.FailsOnce = false;
                throw new InvalidOperationException("The allocator fails.");
            }

            switch (message)
            {
                case LeasePort ask: book.Lease(Sender, ask.Run, ChildEndpoint.Tcp("127.0.0.1", book._next++), Self); break;
                case LeaseSocket ask: book.Lease(Sender, ask.Run, ChildEndpoint.Unix($"/run/{ask.ChildSerial}-{ask.Run}-{book._next++}.sock"), Self); break;
                case LeaseListener ask: book.Listen(Sender, ask, Self); break;
                case ReturnLease back:
                    book.Returned.Add(back);
                    back.Lease.Listener?.Dispose();
                    if (!book.Out.Remove(back.Lease)) throw new InvalidOperationException($"{back.Lease} was returned twice");
                    break;
                default: Unhandled(message); break;
            }
        }
    }
}
