using Spinner.Protocol;
using Spinner.Wire;

namespace Spinner.Actors.Tests.Wire;

/// <summary>One message of each kind, with every field set to something else than its default.</summary>
internal static class WireSamples
{
    private static readonly DateTimeOffset _at = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);
    private static readonly ChildEndpoint _endpoint = ChildEndpoint.Tcp("127.0.0.1", 7000);
    private static readonly JourneyStep[] _journey = [new("lease", TimeSpan.FromTicks(12_345)), new("ready", TimeSpan.FromSeconds(2))];
    private static readonly Guid _lease = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");

    public static ChildSpec Spec { get; } = new()
    {
        Name = "./a b.js",
        Command = "node",
        Args = ["--port", "{port}", "ü<\"\\"],
        Script = "./a b.js",
        BaseDirectory = "/src",
        Env = new Dictionary<string, string> { ["B"] = "2", ["A"] = "{port}" },
        ReplaceEnv = true,
        WorkingDirectory = "/work",
        LoggerCategory = "My.Child",
        StartTimeout = TimeSpan.FromMilliseconds(1500),
        BuildTimeout = TimeSpan.FromMinutes(3),
        Attempts = 4,
        StopTimeout = TimeSpan.FromSeconds(45),
        StopSignal = StopSignal.Interrupt,
        Monitor = ["src", "lib/**/*.js"],
        MonitorExclude = ["*.log"],
        Tandem = true,
        TandemTime = TimeSpan.Zero,
        Listen = ListenMode.Inherit,
        Readiness = ReadinessCheck.Exec("curl", "{port}") with { Path = "/ready", Pattern = "^up", Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(2) },
        Liveness = LivenessCheck.Exec("true") with
        {
            Path = "/alive",
            Interval = TimeSpan.FromSeconds(1),
            Timeout = TimeSpan.FromSeconds(2),
            Failures = 2,
            Successes = 3,
            Grace = TimeSpan.FromSeconds(4),
        },
        Restart = RestartMode.OnFailure,
        SuccessCodes = [0, 3],
        Backoff = TimeSpan.FromMilliseconds(200),
        BackoffMax = TimeSpan.FromHours(1),
        HealthyTime = TimeSpan.FromDays(1),
        RestartLimit = 5,
        RestartWindow = TimeSpan.FromSeconds(90),
        MemoryLimit = 5_000_000_000,
        DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Completed, ["cache"] = DependencyCondition.Healthy },
        Stdout = OutputTarget.File("/tmp/out") with { MaxBytes = 64_000, MaxFiles = 3 },
        Stderr = OutputTarget.Logger,
        IdleTime = Timeout.InfiniteTimeSpan,
        RestartTolerance = TimeSpan.FromSeconds(61),
        FaultTimeout = TimeSpan.FromSeconds(62),
        PortRange = new PortRange(8000, 8010),
        Endpoint = EndpointKind.Unix,
    };

    private static readonly StartFailed _failure = new("web", StartFailureReason.TimedOut, "It took too long.")
    {
        Errors = ["one", "two"],
        StderrTail = ["last", "words"],
        RetryAfter = TimeSpan.FromSeconds(3),
        Exit = ExitStatus.Exited(3),
        Journey = _journey,
    };

    private static readonly ChildSnapshot _snapshot = new("web", ChildState.Restarting, 4_294_967_299)
    {
        Endpoint = _endpoint,
        Pid = 4711,
        Run = 3,
        Restarts = 2,
        FailedStarts = 1,
        Uptime = TimeSpan.FromMinutes(90),
        RetryAfter = TimeSpan.FromSeconds(10),
        Cause = "its source changed",
        LastExit = ExitStatus.Signalled("SIGKILL"),
        LastError = _failure,
        StderrTail = ["a"],
        Update = UpdatePhase.Draining,
        UpdateFailure = _failure with { Reason = StartFailureReason.Exited },
        Health = ChildHealth.Unhealthy,
        NextAttempt = TimeSpan.FromMilliseconds(250),
        Status = "warming up",
        Leases = 2,
        IsPinned = true,
        IsWatchSuspended = true,
        Transitions = [new Transition(7, _at, ChildState.Stopped, ChildState.Starting, 1, "asked to")],
        Spec = Spec,
    };

    public static IReadOnlyList<object> All { get; } =
    [
        new StartChild(Spec) { IsAutomatic = true },
        new StopChild("web") { Pin = true },
        new RestartChild("web", new ChildSpec { Name = "web", Command = "node" }),
        new DefineChild(new ChildSpec { Name = "web", Command = "node" }),
        new ForgetChild("web"),
        new TouchChild("web"),
        new GetChild("web"),
        new ListChildren(),
        new StopAll { Pin = true },
        new WatchChildren { Credit = 100 },
        new EventsTaken(50),
        new UnwatchChildren(),
        new AcquireChild(new ChildSpec { Name = "web" }) { TimeToLive = TimeSpan.FromSeconds(5) },
        new RenewLease("web", _lease),
        new ReleaseChild("web", _lease),
        new PingSpinner(12),
        new StartSucceeded("web", _endpoint, 4711, 3, _journey) { SpecDiffers = true },
        _failure,
        new StopResult("web", StopOutcome.StillAlive) { Exit = ExitStatus.Signalled("SIGKILL"), Survivors = [1, 2] },
        new StopAllResult([new StopResult("db", StopOutcome.Killed), new StopResult("web", StopOutcome.AlreadyStopped)]),
        new ChildDefined("web"),
        new TouchResult("web", ChildState.Started, Touched: true),
        new ChildNotFound("web"),
        _snapshot,
        new ChildList([_snapshot, new ChildSnapshot("worker", ChildState.Stopped, 1)]),
        new ReplayEnded(12),
        new EventsLost(),
        new LeaseGranted("web", _lease, _endpoint, 3, TimeSpan.FromSeconds(60)),
        new LeaseResult("web", _lease, WasHeld: true),
        new LeaseRebound("web", _lease, ChildEndpoint.Unix("/run/a.sock"), 4),
        new LeaseEnded("web", _lease, "stopped"),
        new SpinnerAlive(12) { WireVersion = 2, AllowsCommands = true },
        new RequestRefused("StopChild", "It is not allowed here."),
        new NotUnderstood("start.9", "There is no such message here."),
        Told(new ChildPresent("web", 11, ChildState.Started, 4, _endpoint)
        {
            Health = ChildHealth.Healthy,
            Update = UpdatePhase.Starting,
            UpdateFailure = _failure,
            IsWatchSuspended = true,
        }),
        Told(new ChildStarted("web", 1, 2, _endpoint)),
        Told(new ChildStopped("web", 2)),
        Told(new ChildRestarted("web", 3, 2, ChildEndpoint.Tcp("::1", 7001))),
        Told(new ChildError("web", 4, _failure)),
        Told(new ChildFaulted("web", 5, TimeSpan.FromSeconds(60), _failure)),
        Told(new ChildStateChanged("web", 6, ChildState.Started, ChildState.Faulted)),
        Told(new ChildUpdateChanged("web", 7, UpdatePhase.Draining, 3)),
        Told(new ChildUpdateFailed("web", 7, _failure)),
        Told(new ChildWatchSuspended("web", 8, "/src/a.js")),
        Told(new ChildHealthChanged("web", 9, ChildHealth.Unhealthy)),
        Told(new ChildOutputLost("web", 10, "/var/log/web.log", 12, IsOver: true)),
        Told(new ChildForgotten("web", 4)),
    ];

    public static object Of(Type type) => All.Single(sample => sample.GetType() == type);

    public static object OfManifest(string manifest) => Of(WireTable.Find(manifest)!.Type);

    private static T Told<T>(T news)
        where T : ChildEvent =>
        news with
        {
            Sequence = 9,
            At = _at,
            IsReplay = true,
            Cause = "asked to",
            Exit = ExitStatus.Unknown,
            Uptime = TimeSpan.FromSeconds(1),
            StderrTail = ["last", "words"],
        };
}
