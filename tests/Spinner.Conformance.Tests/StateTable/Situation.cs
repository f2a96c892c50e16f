using Spinner.Protocol;

namespace Spinner.Conformance.Tests.StateTable;

/// <summary>A row of the table: where a child can be, and how to get it there.</summary>
internal sealed record Situation(string Title, string Where, Action<World> Reach)
{
    /// <summary>The spec that "the same" means.</summary>
    public ChildSpec Spec { get; init; } = World.Spec;

    /// <summary>What is known of the child from an earlier actor.</summary>
    public ChildSpec? Known { get; init; }

    private static ChildSpec Elsewhere { get; } = World.Spec with { PortRange = new PortRange(8000, 8999) };

    public static IReadOnlyList<Situation> All { get; } =
    [
        new("Stopped, never started", "Stopped", _ => { }),
        new("Stopped, after a stop", "Stopped", world => { world.StartAndListen(); world.Stop(); world.End(); }),
        new("Stopped, after a failed start", "Stopped", world => world.FailToStart()),
        new("Stopped, after as many failed starts as are allowed", "Stopped", world =>
        {
            for (int i = 0; i < SpinnerDefaults.Attempts; i++) world.FailToStart();
        }),
        new("Stopped, its actor made anew", "Stopped", _ => { }) { Known = World.Spec },
        new("Starting, draining a run that was replaced", "Starting: drain", world => { world.StartUntilListening(); world.Watcher.Change(); }),
        new("Starting, draining a run whose spawn is pending", "Starting: drain", world =>
        {
            world.Start();
            world.Lease();
            world.Watcher.Change();
        }),
        new("Starting, draining the remains of a fault", "Starting: drain", world =>
        {
            FaultWithRemains(world);
            world.Ask(new RestartChild("web"));
        }),
        new("Starting, waiting for another child", "Starting: depend", world => world.Start(World.DependentSpec)) { Spec = World.DependentSpec },
        new("Starting, reading what is to be watched", "Starting: watch", world =>
        {
            world.Watcher.Holds = true;
            world.Start();
        }),
        new("Starting, building", "Starting: build", world => world.Start(World.BuiltSpec)) { Spec = World.BuiltSpec },
        new("Starting, waiting for a lease", "Starting: lease", world => world.Start()),
        new("Starting, waiting for the spawn", "Starting: spawn", world => { world.Start(); world.Lease(); }),
        new("Starting, waiting for a listener", "Starting: ready", world => world.StartUntilListening()),
        new("Starting, waiting for a listener after a fault", "Starting: ready", world =>
        {
            Fault(world);
            world.Pass(60);
            world.StartUntilListening();
        }),
        new("Starting, clearing away what did not listen in time", "Starting: clear", world => { world.StartUntilListening(); world.Pass(5); }),
        new("Starting, clearing away what lost its port to a stranger", "Starting: clear", world => { world.StartUntilListening(); world.TakePort(); }),
        new("Started", "Started", world => world.StartAndListen()),
        new("Started, held by a lease", "Started", world =>
        {
            world.StartAndListen();
            world.Ask(new AcquireChild(World.Spec));
        }),
        new("Started, about to end by itself", "Started", world => { world.StartAndListen(); world.SayGoodbye(); }),
        new("Started, updating, waiting for a lease", "Started, update starting", Update) { Spec = World.TandemSpec },
        new("Started, updating, waiting for the spawn", "Started, update starting", world => { Update(world); world.Lease(); }) { Spec = World.TandemSpec },
        new("Started, updating, waiting for a listener", "Started, update starting", UpdateUntilListening) { Spec = World.TandemSpec },
        new("Started, updating by request", "Started, update starting", world =>
        {
            world.StartAndListen(World.TandemSpec);
            world.Ask(new RestartChild("web"));
            world.Lease();
            world.Spawn();
        }) { Spec = World.TandemSpec },
        new("Started, updating, clearing away what ended too early", "Started, update starting", world =>
        {
            UpdateUntilListening(world);
            world.Exit();
        }) { Spec = World.TandemSpec },
        new("Started, updating, draining a candidate that was replaced", "Started, update starting", world =>
        {
            UpdateUntilListening(world);
            world.Watcher.Change();
        }) { Spec = World.TandemSpec },
        new("Started, the old run goes on", "Started, update draining", world => { UpdateUntilListening(world); world.Probe.Listen(); })
        {
            Spec = World.TandemSpec,
        },
        new("Started, the old run is ending", "Started, update draining", world =>
        {
            UpdateUntilListening(world);
            world.Probe.Listen();
            world.Pass(10);
        }) { Spec = World.TandemSpec },
        new("Started, the next update waits for the old run", "Started, update draining", world =>
        {
            UpdateUntilListening(world);
            world.Probe.Listen();
            world.Watcher.Change();
        }) { Spec = World.TandemSpec },
        new("Started, a candidate that failed is ending", "Started", world =>
        {
            UpdateUntilListening(world);
            world.Probe.Listen();
            world.Exit();
        }) { Spec = World.TandemSpec },
        new("Started, crashed a moment ago", "Started", world =>
        {
            world.StartAndListen();
            world.End();
            world.Spawn();
            world.Probe.Listen();
        }),
        new("Restarting, draining after a change", "Restarting: drain", Change),
        new("Restarting, draining after a crash", "Restarting: drain", world => { world.StartAndListen(); world.Exit(); }),
        new("Restarting, waiting before the next run", "Restarting: wait", world =>
        {
            world.StartAndListen(World.PatientSpec);
            world.End();
            world.Spawn();
            world.Probe.Listen();
            world.End();
        }) { Spec = World.PatientSpec },
        new("Restarting, with the candidate of an update whose old run crashed", "Restarting: ready", world =>
        {
            UpdateUntilListening(world);
            world.Living.First().Exit(ExitStatus.Exited(1));
        }) { Spec = World.TandemSpec },
        new("Restarting, building", "Restarting: build", world =>
        {
            world.StartAndListen(World.BuiltSpec);
            world.Watcher.Change();
            world.End();
        }) { Spec = World.BuiltSpec },
        new("Restarting, waiting for a lease in another range", "Restarting: lease", world =>
        {
            world.StartAndListen();
            world.Ask(new RestartChild("web", Elsewhere));
            world.End();
        }) { Spec = Elsewhere },
        new("Restarting, waiting for the spawn", "Restarting: spawn", world => { Change(world); world.End(); }),
        new("Restarting, waiting for a listener", "Restarting: ready", world => { Change(world); world.End(); world.Spawn(); }),
        new("Restarting, clearing away what ended too early", "Restarting: clear", world =>
        {
            Change(world);
            world.End();
            world.Spawn();
            world.Exit();
        }),
        new("Stopping", "Stopping", world => { world.StartAndListen(); world.Stop(); }),
        new("Stopping, with a start queued", "Stopping", world => { world.StartAndListen(); world.Stop(); world.Start(World.OtherSpec); }),
        new("Stopping, after its deadline", "Stopping", world => { world.StartAndListen(); world.Stop(); world.Pass(30); }),
        new("Stopping, both runs of an update", "Stopping", world => { UpdateUntilListening(world); world.Stop(); }) { Spec = World.TandemSpec },
        new("Stopping, both runs of an update that had drained", "Stopping", world =>
        {
            UpdateUntilListening(world);
            world.Probe.Listen();
            world.Stop();
        }) { Spec = World.TandemSpec },
        new("Stopping, while the spawn is pending", "Stopping", world => { world.Start(); world.Lease(); world.Stop(); }),
        new("Stopping, remains of a fault", "Stopping", world => { FaultWithRemains(world); world.Stop(); }),
        new("Faulted", "Faulted", Fault),
        new("Faulted, after the fault timeout", "Faulted", world => { Fault(world); world.Pass(60); }),
        new("Faulted, remains of the run alive", "Faulted", FaultWithRemains),
        new("Faulted, remains of the run outlived SIGKILL", "Faulted", world => { FaultWithRemains(world); world.Pass(10); }),
    ];

    private static void Change(World world)
    {
        world.StartAndListen();
        world.Watcher.Change();
    }

    private static void Update(World world)
    {
        world.StartAndListen(World.TandemSpec);
        world.Watcher.Change();
    }

    private static void UpdateUntilListening(World world)
    {
        Update(world);
        world.Lease();
        world.Spawn();
    }

    private static void Fault(World world)
    {
        FaultWithRemains(world);
        world.Process.Vanish();
    }

    private static void FaultWithRemains(World world)
    {
        world.StartAndListen();
        world.End();
        world.Spawn();
        world.Probe.Listen();
        world.Exit();
    }
}
