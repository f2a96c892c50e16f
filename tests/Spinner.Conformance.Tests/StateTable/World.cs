using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Spinner.Probes;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;

namespace Spinner.Conformance.Tests.StateTable;

/// <summary>
/// One child in a world where nothing happens by itself: leases, builds and spawns wait, processes ignore every signal, and a member of
/// their group outlives them. So each step of a start or an end can be looked at.
/// </summary>
internal sealed partial class World : VirtualTimeKit
{
    private readonly TestActorRef<ChildActor> _child;
    private readonly List<Caller> _callers = [];
    private readonly List<(string From, string To)> _transitions = [];
    private readonly List<string> _errors = [];

    /// <param name="known">What an earlier actor of the child, which has failed, was told to start last; null when there was none.</param>
    public World(ChildSpec? known)
    {
        Ports.Holds = Launcher.Holds = true;
        Launcher.Prepare = process => (process.Obeys, process.IsMortal, process.LeavesGroup) = (false, false, true);
        Sys.EventStream.SetLogLevel(Akka.Event.LogLevel.InfoLevel);
        Sys.EventStream.Subscribe(Record(Note), typeof(LogEvent));
        _child = (TestActorRef<ChildActor>)CreateChild(spec: known, lastRun: known is null ? 0 : 7);
    }

    public static ChildSpec Spec { get; } = new() { Name = "web", Command = "app", Monitor = ["/src/app"] };

    public static ChildSpec OtherSpec { get; } = Spec with { Args = ["--else"] };

    /// <summary>Two runs at a time while it is updated.</summary>
    public static ChildSpec TandemSpec { get; } = Spec with { Tandem = true };

    /// <summary>Restarted for ever, with waits.</summary>
    public static ChildSpec PatientSpec { get; } = Spec with { Restart = RestartMode.Always };

    /// <summary>It needs another child.</summary>
    public static ChildSpec DependentSpec { get; } =
        Spec with { DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Started } };

    /// <summary>A script that is built before each spawn.</summary>
    public static ChildSpec BuiltSpec { get; } = new() { Name = "web", Script = "/src/app.cs", Monitor = ["/src/app"] };

    public IReadOnlyList<Caller> Callers => _callers;

    /// <summary>What the child's log says of its ways from state to state.</summary>
    public IReadOnlyList<(string From, string To)> Transitions => _transitions;

    /// <summary>Exceptions in actors.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public IEnumerable<FakeProcess> Living => Launcher.Processes.Where(process => !process.IsGone);

    public FakeProcess Process => Launcher.Last;

    public ChildSnapshot Snapshot
    {
        get
        {
            Caller asker = new(Record(out List<object> answers), answers);
            _child.Tell(new GetChild("web"), asker.Reference);
            return (ChildSnapshot)answers.Single();
        }
    }

    /// <summary>The state; in Starting and Restarting the step; and how far an update is.</summary>
    public string Where
    {
        get
        {
            ChildSnapshot seen = Snapshot;
            string step = _child.UnderlyingActor.StartStep is { } start ? $": {start.ToString().ToLowerInvariant()}" : "";
            string update = seen.Update == UpdatePhase.None ? "" : $", update {seen.Update.ToString().ToLowerInvariant()}";
            return $"{seen.State}{step}{update}";
        }
    }

    /// <summary>The child asks for another one it depends on; nobody answers by himself.</summary>
    public bool AwaitsDependency => _child.UnderlyingActor.StartStep == Supervision.Step.Depend;

    /// <summary>Sends a command in the name of a caller of its own.</summary>
    public Caller Ask(object command)
    {
        Caller caller = new(Record(out List<object> answers), answers);
        _callers.Add(caller);
        _child.Tell(command, caller.Reference);
        return caller;
    }

    public void Tell(object fact) => _child.Tell(fact, ActorRefs.NoSender);

    public void Start(ChildSpec? spec = null) => Ask(new StartChild(spec ?? Spec));

    public void Stop() => Ask(new StopChild("web"));

    public void Lease() => Ports.Release();

    public void Spawn() => Launcher.Release();

    public void StartUntilListening(ChildSpec? spec = null)
    {
        Start(spec);
        Builder.Finish();
        Lease();
        Spawn();
    }

    public void StartAndListen(ChildSpec? spec = null)
    {
        StartUntilListening(spec);
        Probe.Listen();
    }

    public void FailToStart()
    {
        StartUntilListening();
        End();
    }

    /// <summary>The other child is started.</summary>
    public void MeetDependency()
    {
        if (AwaitsDependency) Tell(new DependencyMet(Snapshot.Run, "db"));
    }

    public void BreakDependency() =>
        Tell(new DependencyFailed(Snapshot.Run, new StartFailed("db", StartFailureReason.Exited, "'db' ended.")));

    public void TakePort() => Probe.Listen(ListenerOwner.Stranger, "pid 4242 (squatter)");

    /// <summary>STOPPING=1, of the run that was begun last.</summary>
    public void SayGoodbye() => Tell(new Notified(Snapshot.Run, new NotifyMessage { Stopping = true }));

    /// <summary>The leader ends; the rest of its group lives on.</summary>
    public void Exit(int code = 1) => Process.Exit(ExitStatus.Exited(code));

    /// <summary>The leader and the rest of its group end.</summary>
    public void End()
    {
        Exit();
        Process.Vanish();
    }

    public void Pass(double seconds) => AdvanceSeconds(seconds);

    /// <summary>The world goes on favourably: leases, builds, spawns succeed, children listen, processes end when they have been asked to.</summary>
    public void Settle()
    {
        // Twice: an update may have to wait for the end of the one before.
        for (int i = 0; i < 2; i++)
        {
            MoveOn();
            Pass(45);
        }

        MoveOn();
    }

    private void MoveOn()
    {
        for (int i = 0; i < 6; i++)
        {
            MeetDependency();
            Watcher.Arm();
            Ports.Release();
            Builder.Finish();
            Launcher.Release();
            foreach (FakeProcess asked in Living.Where(process => process.Signals.Count + process.Kills.Count > 0).ToArray())
            {
                asked.Exit(ExitStatus.Signalled("SIGTERM"));
                asked.Vanish();
            }

            Probe.Listen();
        }
    }

    private void Note(object message)
    {
        if (message is Error error)
        {
            if (error.Cause is not null) _errors.Add(error.Cause.Message);
        }
        else if (TransitionLine().Match(((LogEvent)message).Message.ToString()!) is { Success: true } line)
        {
            _transitions.Add((line.Groups["from"].Value, line.Groups["to"].Value));
        }
    }

    private TestActorRef<Recorder> Record(out List<object> answers)
    {
        List<object> told = answers = [];
        return Record(told.Add);
    }

    private TestActorRef<Recorder> Record(Action<object> told) => ActorOfAsTestActorRef<Recorder>(Props.Create(() => new Recorder(told)));

    [GeneratedRegex("^(?<from>[a-z]+) -> (?<to>[a-z]+): ")]
    private static partial Regex TransitionLine();
}
