using Akka.Actor;
using Akka.TestKit;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>A child that is updated in tandem. Each test ends with a stop, after which there must be nothing left.</summary>
public abstract class TandemTestBase : ChildTestBase
{
    protected TandemTestBase()
    {
        Events = CreateTestProbe();
        Events.IgnoreMessages(message => message is ChildStateChanged or ChildPresent);
        Sys.EventStream.Subscribe(Events, typeof(ChildEvent));
    }

    internal static ChildSpec Tandem { get; } = Spec with { Tandem = true };

    /// <summary>What the child tells of itself.</summary>
    protected TestProbe Events { get; }

    internal FakeProcess First => Launcher.Processes[0];

    internal FakeProcess Second => Launcher.Processes[1];

    internal FakeProcess Third => Launcher.Processes[2];

    internal UpdatePhase Update => Snapshot.Update;

    /// <summary>The first run serves, the second comes up.</summary>
    internal void BeginUpdate(ChildSpec? spec = null)
    {
        StartAndListen(spec ?? Tandem);
        Watcher.Change();
        Assert.Equal((2, UpdatePhase.Starting), (Launcher.Processes.Count, Update));
    }

    /// <summary>The second run serves, the first goes on.</summary>
    internal void UpdateUntilDraining(ChildSpec? spec = null)
    {
        BeginUpdate(spec);
        Probe.Listen();
        Assert.Equal(UpdatePhase.Draining, Update);
    }

    /// <summary>Processes ignore the stop signal.</summary>
    internal void Disobey() => Launcher.Prepare = process => process.Obeys = false;

    /// <summary>Where somebody who asks now is sent.</summary>
    internal StartSucceeded Ask() => Ask<StartSucceeded>(StartChild.Known("web"));

    internal T Ask<T>(object question)
    {
        using Inbox inbox = Inbox.Create(Sys);
        Child.Tell(question, inbox.Receiver);
        return Assert.IsType<T>(inbox.Receive(TimeSpan.FromSeconds(10)));
    }

    /// <summary>A holder of a lease, which it has just got.</summary>
    protected (TestProbe Holder, LeaseGranted Lease) Hold()
    {
        TestProbe holder = CreateTestProbe();
        Child.Tell(new AcquireChild(new ChildSpec { Name = "web" }), holder);
        return (holder, holder.ExpectMsg<LeaseGranted>());
    }

    protected void Release(LeaseGranted lease) => Ask<LeaseResult>(new ReleaseChild("web", lease.Lease));

    protected override void AfterAll()
    {
        try
        {
            End();
        }
        finally
        {
            base.AfterAll();
        }
    }

    private void End()
    {
        (Launcher.Holds, Ports.Holds) = (false, false);
        Launcher.Release();
        Ports.Release();
        Launcher.Processes.ForEach(process => process.IsMortal = true);
        using Inbox inbox = Inbox.Create(Sys);
        Child.Tell(new StopChild("web"), inbox.Receiver);
        AdvanceSeconds(40);
        Assert.IsType<StopResult>(inbox.Receive(TimeSpan.FromSeconds(10)));
        AssertNothingIsLeft();
        Assert.Empty(Watcher.Paths);
    }
}
