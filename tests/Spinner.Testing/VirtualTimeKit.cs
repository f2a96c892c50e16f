using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Wire;

namespace Spinner.Testing;

/// <summary>
/// An actor system in which time moves only when a test says so: <see cref="Advance"/> moves the actors' timers and the monotonic clock
/// together. SPINNER_TEST_SERIALIZE=1 makes every public message go through its serializer.
/// </summary>
public abstract class VirtualTimeKit : TestKit
{
    private static readonly Config _virtual = ConfigurationFactory.ParseString($$"""
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.actor.serialize-messages = {{(Environment.GetEnvironmentVariable("SPINNER_TEST_SERIALIZE") == "1" ? "on" : "off")}}
        """).WithFallback(WireRegistration.Hocon);

    /// <summary>Starts the system.</summary>
    protected VirtualTimeKit()
        : base(_virtual)
    {
        Options = new SpinnerOptions();
        Services = new SpinnerServices
        {
            Options = Options,
            Time = Clock,
            MarkerPrefix = "host:",
            Launcher = Launcher,
            Probe = Probe,
            Health = Health,
            Notify = Notify,
            NotifyPath = (serial, run) => $"/run/{serial}-{run}.notify",
            Meter = Meter,
            Random = () => Jitter,
            Watcher = Watcher,
            Builder = Builder,
            Output = RunOutput,
            Files = new EverythingExists(),
            Ports = Ports.Props(),
            InheritedEnvironment = new Dictionary<string, string> { ["PATH"] = "/bin", ["HOME"] = "/home/me" },
        };
    }

    internal FakeTimeProvider Clock { get; } = new();

    internal SpinnerOptions Options { get; }

    internal FakeLauncher Launcher { get; } = new();

    internal FakeProbe Probe { get; } = new();

    internal FakeHealthChecker Health { get; } = new();

    internal FakeNotifySockets Notify { get; } = new();

    internal FakeGroupMeter Meter { get; } = new();

    /// <summary>What the jitter of waits is drawn as.</summary>
    internal double Jitter { get; set; } = 1;

    internal FakeWatcher Watcher { get; } = new();

    internal FakeScriptBuilder Builder { get; } = new();

    internal FakeOutput RunOutput { get; } = new();

    internal FakePorts Ports { get; } = new();

    internal SpinnerServices Services { get; }

    /// <summary>Moves all clocks.</summary>
    protected void Advance(TimeSpan time)
    {
        Clock.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    /// <summary>Moves all clocks.</summary>
    protected void AdvanceSeconds(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>A child whose actor runs on the test's own thread: what a Tell leads to has happened when it returns.</summary>
    internal IActorRef CreateChild(string name = "web", int serial = 1, ChildSpec? spec = null, int lastRun = 0)
    {
        IActorRef ports = ActorOfAsTestActorRef<Akka.Actor.UntypedActor>(Ports.Props(), $"ports-{serial}");
        IActorRef events = ActorOfAsTestActorRef<Akka.Actor.UntypedActor>(EventsActor.Props(), $"events-{serial}");
        ChildOrigin origin = new(name, serial, Spec: spec, LastRun: lastRun);
        return ActorOfAsTestActorRef<ChildActor>(
            Props.Create(() => new ChildActor(origin, Services, ports, events)), CreateTestProbe(), $"child-{serial}");
    }
}
