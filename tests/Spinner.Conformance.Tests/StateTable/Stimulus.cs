using Spinner.Ports;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;

namespace Spinner.Conformance.Tests.StateTable;

/// <summary>A column of the table: a command, or something that happens to the child.</summary>
/// <param name="Title">Its name in the table.</param>
/// <param name="Edge">Its name in the diagram.</param>
/// <param name="Happen">Makes it happen; false where it cannot.</param>
internal sealed record Stimulus(string Title, string Edge, Func<World, ChildSpec, bool> Happen)
{
    // Not the run before, which lives on in an update.
    private const int Older = -100;

    /// <summary>It must leave no trace at all.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>It is a command, which has a caller.</summary>
    public bool IsCommand { get; private init; }

    public static IReadOnlyList<Stimulus> All { get; } =
    [
        Command("StartChild", spec => new StartChild(spec)),
        Command("StartChild, another spec", _ => new StartChild(World.OtherSpec)),
        Command("StartChild, bare name", _ => StartChild.Known("web")),
        Command("StartChild, invalid spec", spec => new StartChild(spec with { Attempts = 0 })),
        Command("AcquireChild", spec => new AcquireChild(spec)),
        Command("AcquireChild, bare name", _ => new AcquireChild(new ChildSpec { Name = "web" })),
        Command("DefineChild, another spec", _ => new DefineChild(World.OtherSpec)),
        Command("StopChild", _ => new StopChild("web")),
        Command("StopChild, pinned", _ => new StopChild("web") { Pin = true }),
        Command("RestartChild", _ => new RestartChild("web")),
        Command("RestartChild, another spec", _ => new RestartChild("web", World.OtherSpec)),
        Command("RestartChild, invalid spec", spec => new RestartChild("web", spec with { Attempts = 0 })),
        Command("TouchChild", _ => new TouchChild("web")),
        Command("RenewLease, unknown", _ => new RenewLease("web", Guid.Empty)),
        Command("ReleaseChild, unknown", _ => new ReleaseChild("web", Guid.Empty)),
        Command("GetChild", _ => new GetChild("web")),
        Fact("source changed", world => world.Watcher.Paths.Count > 0, world => world.Watcher.Change()),
        Fact("dependency met", world => world.AwaitsDependency, world => world.MeetDependency()),
        Fact("dependency failed", world => world.AwaitsDependency, world => world.BreakDependency()),
        Fact("watch armed", world => world.Watcher.Pending > 0, world => world.Watcher.Arm()),
        Fact("built", world => world.Builder.Pending > 0, world => world.Builder.Finish()),
        Fact("build failed", world => world.Builder.Pending > 0, world => world.Builder.Finish(new ScriptBuild(null, "errors.", []))),
        Fact("port leased", world => world.Ports.IsAsked, world => world.Lease()),
        Fact("port refused", world => world.Ports.IsAsked, world => world.Ports.RefuseHeld("no port is free.")),
        Fact("spawned", world => world.Launcher.IsAsked, world => world.Spawn()),
        Fact("spawn refused", world => world.Launcher.IsAsked, world => world.Launcher.RefuseHeld(new SpawnFailure("no such file.", 2))),
        Fact("it listens", world => world.Probe.IsAsked, world => world.Probe.Listen()),
        Fact("a stranger listens", world => world.Probe.IsAsked, world => world.TakePort()),
        Fact("it says that it is going to end", world => world.Probe.IsAsked || world.Living.Any(), world => world.SayGoodbye()),
        Fact("first leader exited", world => world.Living.Count() > 1, world => world.Living.First().Exit(ExitStatus.Exited(1))),
        Fact("first group gone", world => world.Living.Count() > 1, world => { world.Living.First().Exit(ExitStatus.Exited(1)); world.Living.First().Vanish(); }),
        Fact("leader exited", world => HasLeader(world), world => world.Exit()),
        Fact("group gone", world => !world.Launcher.IsAsked && world.Living.Any(), world => world.End()),
        Time("5 s pass (start timeout)", 5),
        Time("10 s pass (kill timeout)", 10),
        Time("30 s pass (stop timeout)", 30),
        Time("30 min pass (idle time)", 30 * 60),
        new("facts of an older run", "", (world, _) => TellStaleFacts(world)) { IsHarmless = true },
    ];

    private static Stimulus Command(string title, Func<ChildSpec, object> command) =>
        new(title, title.Split(',')[0], (world, spec) => world.Ask(command(spec)) is not null) { IsCommand = true };

    private static Stimulus Fact(string title, Func<World, bool> canHappen, Action<World> happen) => new(title, title, (world, _) =>
    {
        bool can = canHappen(world);
        if (can) happen(world);
        return can;
    });

    private static Stimulus Time(string title, double seconds) => new(title, "time passed", (world, _) =>
    {
        world.Pass(seconds);
        return true;
    });

    private static bool HasLeader(World world) => !world.Launcher.IsAsked && world.Living.Any() && !world.Process.HasExited;

    /// <summary>A lease that nobody wants any more must go back; the book of the fake allocator is checked at the end.</summary>
    private static bool TellStaleFacts(World world)
    {
        int run = world.Snapshot.Run + Older;
        PortLease late = new(9999, ChildEndpoint.Tcp("127.0.0.1", 9999));
        world.Ports.Out.Add(late);
        world.Tell(new PortLeased(run, late));
        world.Tell(new PortRefused(run, "stale"));
        world.Tell(new WaitOver(run));
        world.Tell(new DependencyMet(run, "db"));
        world.Tell(new DependencyFailed(run, new StartFailed("db", StartFailureReason.Exited, "stale")));
        world.Tell(new WatchArmed(Older, "stale"));
        world.Tell(new ReadyLineSeen(run));
        world.Tell(new ReadinessDue(run));
        world.Tell(new ReadinessChecked(run, null));
        world.Tell(new Notified(run, new NotifyMessage { Ready = true, Stopping = true, WatchdogTrigger = true, Status = "stale" }));
        world.Tell(new LivenessDue(run));
        world.Tell(new LivenessChecked(run, "stale"));
        world.Tell(new WatchdogStarved(run));
        world.Tell(new MemoryDue(run));
        world.Tell(new MemoryMeasured(run, new GroupUsage(long.MaxValue, TimeSpan.Zero, 1)));
        world.Tell(new TandemTimeOver(run));
        world.Tell(new LeaseTimeOver(Guid.Empty));
        world.Tell(new BuildFinished(run, new ScriptBuild("/stale.dll", null, [])));
        world.Tell(new ProcessSpawned(run, new FakeProcess(99, null!, null!)));
        world.Tell(new ProcessRefused(run, new SpawnFailure("stale", 2)));
        world.Tell(new ProbeAnswered(run, new ProbeAnswer(ListenerOwner.Ours, late.Endpoint, "")));
        world.Tell(new ProcessExited(run, ExitStatus.Exited(1)));
        world.Tell(new RunGone(run));
        world.Tell(new StartDeadlineReached(run));
        world.Tell(new StopDeadlineReached(run));
        world.Tell(new KillDeadlineReached(run));
        world.Tell(new IdleTimeReached(run));
        world.Tell(new SourceChanged(Older, "/stale"));
        return true;
    }
}
