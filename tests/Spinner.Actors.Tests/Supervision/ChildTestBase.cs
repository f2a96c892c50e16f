using Akka.Actor;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>The words the supervision tests are written in.</summary>
public abstract class ChildTestBase : VirtualTimeKit
{
    private readonly Lazy<IActorRef> _child;

    protected ChildTestBase() => _child = new Lazy<IActorRef>(() => CreateChild());

    internal static ChildSpec Spec { get; } = new() { Name = "web", Command = "app", Args = ["--port", "{port}"], Monitor = ["/src/app"] };

    protected IActorRef Child => _child.Value;

    internal ChildState State => Snapshot.State;

    internal ChildSnapshot Snapshot
    {
        get
        {
            using Inbox inbox = Inbox.Create(Sys);
            Child.Tell(new GetChild("web"), inbox.Receiver);
            return (ChildSnapshot)inbox.Receive(TimeSpan.FromSeconds(10));
        }
    }

    internal FakeProcess Process => Launcher.Last;

    protected void Tell(object message) => Child.Tell(message, TestActor);

    internal void Start(ChildSpec? spec = null) => Tell(new StartChild(spec ?? Spec));

    internal StartSucceeded StartAndListen(ChildSpec? spec = null)
    {
        Start(spec);
        Probe.Listen();
        return ExpectMsg<StartSucceeded>();
    }

    /// <summary>One start that fails because the process ends.</summary>
    internal StartFailed FailToStart(ChildSpec? spec = null)
    {
        Start(spec);
        Crash();
        return ExpectMsg<StartFailed>();
    }

    internal void Crash(int code = 1) => Process.Exit(ExitStatus.Exited(code));

    /// <summary>Two crashes within the tolerance.</summary>
    internal void CrashIntoFault()
    {
        StartAndListen();
        Crash();
        Probe.Listen();
        Crash();
        Assert.Equal(ChildState.Faulted, State);
    }

    internal void ListenAs(ListenerOwner owner) => Probe.Listen(owner, "pid 4242 (squatter)");

    internal void AssertNothingIsLeft()
    {
        Assert.Empty(Ports.Out);
        Assert.All(Launcher.Processes, process => Assert.True(process.IsGone));
    }

    internal static SpawnFailure Refusal { get; } = new("app: exec format error.", 8);
}
