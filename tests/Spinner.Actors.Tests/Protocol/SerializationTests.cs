using Akka.Serialization;
using Akka.TestKit.Xunit2;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Protocol;

/// <summary>Every public message survives the serializer of the actor system, so that none is lost on its way to another node.</summary>
public sealed class SerializationTests : TestKit
{
    private static readonly StartFailed _failure = new("web", StartFailureReason.Exited, "ended")
    {
        Errors = ["one", "two"],
        StderrTail = ["last words"],
        RetryAfter = TimeSpan.FromSeconds(3),
        Exit = ExitStatus.Exited(3),
        Journey = [new JourneyStep("spawn", TimeSpan.FromMilliseconds(2))],
    };

    private static readonly ChildSpec _spec = new()
    {
        Name = "./a b.js",
        Command = "node",
        Args = ["--port", "{port}"],
        Env = new Dictionary<string, string> { ["A"] = "1" },
        IdleTime = Timeout.InfiniteTimeSpan,
        StopSignal = StopSignal.Interrupt,
        PortRange = new PortRange(8000, 8010),
        Stdout = OutputTarget.File("/tmp/out"),
        Endpoint = EndpointKind.Unix,
        Monitor = ["src", "lib/**/*.js"],
        MonitorExclude = ["*.log"],
        Tandem = true,
        Listen = ListenMode.Inherit,
        Readiness = ReadinessCheck.Exec("curl", "{port}") with { Interval = TimeSpan.FromSeconds(1) },
        Liveness = LivenessCheck.Http("/alive") with { Failures = 2 },
        Restart = RestartMode.OnFailure,
        SuccessCodes = [0, 3],
        MemoryLimit = 5_000_000_000,
        DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Completed },
    };

    private static readonly object[] _messages =
    [
        new StartChild(_spec),
        StartChild.Script("./a.js", "/src"),
        new StopChild("web"),
        new StopAll(),
        new StopAll { Pin = true },
        new ForgetChild("web"),
        new RestartChild("web"),
        new RestartChild("web", _spec),
        new TouchChild("web"),
        new GetChild("web"),
        new ListChildren(),
        new StartSucceeded("web", ChildEndpoint.Tcp("127.0.0.1", 7000), 12, 3, [new JourneyStep("lease", TimeSpan.FromTicks(5))]),
        new StartSucceeded("web", ChildEndpoint.Unix("/run/a.sock"), 12, 3, []) { SpecDiffers = true },
        _failure,
        new StopResult("web", StopOutcome.StillAlive) { Exit = ExitStatus.Signalled("SIGKILL"), Survivors = [1, 2] },
        new StopAllResult([new StopResult("web", StopOutcome.Exited)]),
        new TouchResult("web", ChildState.Restarting, Touched: false),
        new ChildNotFound("web"),
        new ChildSnapshot("web", ChildState.Started, 4) { Spec = _spec, LastError = _failure, StderrTail = ["a"], Uptime = TimeSpan.FromDays(1) },
        new ChildList([new ChildSnapshot("web", ChildState.Stopped, 1)]),
        new ChildStarted("web", 1, 1, ChildEndpoint.Tcp("::1", 7000)),
        new ChildStopped("web", 2) { Cause = "idle", Exit = ExitStatus.Unknown, Sequence = 9, IsReplay = true, StderrTail = ["a"] },
        new ChildRestarted("web", 3, 2, ChildEndpoint.Tcp("127.0.0.1", 7000)) { Cause = "changed", Uptime = TimeSpan.FromSeconds(1) },
        new ChildForgotten("web", 4) { Cause = "forgotten by request" },
        new ChildError("web", 4, _failure),
        new ChildFaulted("web", 5, TimeSpan.FromSeconds(60), _failure),
        new ChildStateChanged("web", 6, ChildState.Started, ChildState.Restarting),
        new ChildUpdateChanged("web", 7, UpdatePhase.Draining, 3),
        new ChildUpdateFailed("web", 7, _failure),
        new ChildWatchSuspended("web", 8, "/src/a.js"),
        new ChildHealthChanged("web", 9, ChildHealth.Unhealthy),
        new ChildOutputLost("web", 10, "/var/log/web.log", 12, IsOver: true),
        new ChildPresent("web", 11, ChildState.Started, 4, ChildEndpoint.None),
        new DefineChild(_spec),
        new ChildDefined("web"),
        new WatchChildren(),
        new UnwatchChildren(),
        new ReplayEnded(12),
        new AcquireChild(_spec) { TimeToLive = TimeSpan.FromSeconds(5) },
        new RenewLease("web", Guid.Parse("00000000-0000-0000-0000-000000000001")),
        new ReleaseChild("web", Guid.Parse("00000000-0000-0000-0000-000000000002")),
        new LeaseGranted("web", Guid.Empty, ChildEndpoint.Tcp("127.0.0.1", 7000), 3, TimeSpan.FromSeconds(60)),
        new LeaseResult("web", Guid.Empty, WasHeld: true),
        new LeaseRebound("web", Guid.Empty, ChildEndpoint.Unix("/run/a.sock"), 4),
        new LeaseEnded("web", Guid.Empty, "stopped"),
    ];

    public static TheoryData<object> Messages => new(_messages);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_survives_its_serializer(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Serializer serializer = Sys.Serialization.FindSerializerFor(message);
        byte[] wire = serializer.ToBinary(message);
        object copy = serializer.FromBinary(wire, message.GetType());

        Assert.IsType(message.GetType(), copy);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(message, message.GetType()), System.Text.Json.JsonSerializer.Serialize(copy, copy.GetType()));
    }

    [Fact]
    public void Every_message_of_the_protocol_is_tried()
    {
        Type[] tried = [.. _messages.Select(message => message.GetType())];
        IEnumerable<Type> all = typeof(StartChild).Assembly.GetExportedTypes().Where(type =>
            type is { Namespace: "Spinner.Protocol", IsAbstract: false }
            && (type.IsAssignableTo(typeof(IChildMessage)) || type.IsAssignableTo(typeof(ChildReply)) || type.IsAssignableTo(typeof(ChildEvent))
                || type == typeof(WatchChildren) || type == typeof(UnwatchChildren) || type == typeof(ReplayEnded)
                || type == typeof(StopAll) || type == typeof(ListChildren) || type == typeof(StopAllResult) || type == typeof(ChildList)));

        Assert.Empty(all.Except(tried));
    }
}
