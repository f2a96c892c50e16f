using System.Text.Json.Serialization;
using Spinner.Protocol;

namespace Spinner.Wire.Converters;

/// <summary>The words of the enumerations; where there is a word in the configuration, it is the same. Extend-only, as <see cref="WireTable"/>.</summary>
internal static class Words
{
    public static IReadOnlyList<JsonConverter> All { get; } =
    [
        new WordConverter<ChildState>([.. Enum.GetValues<ChildState>().Select(state => (state, state.ToWire()))]),
        new WordConverter<StartFailureReason>(
            [
                (StartFailureReason.InvalidSpec, "invalid-spec"), (StartFailureReason.NoPort, "no-port"), (StartFailureReason.PortTaken, "port-taken"),
                (StartFailureReason.SpawnFailed, "spawn-failed"), (StartFailureReason.BuildFailed, "build-failed"), (StartFailureReason.Exited, "exited"),
                (StartFailureReason.TimedOut, "timed-out"), (StartFailureReason.Stopped, "stopped"), (StartFailureReason.Faulted, "faulted"),
                (StartFailureReason.Busy, "busy"), (StartFailureReason.ShuttingDown, "shutting-down"), (StartFailureReason.NotAllowed, "not-allowed"),
                (StartFailureReason.Pinned, "pinned"), (StartFailureReason.DependencyFailed, "dependency-failed"), (StartFailureReason.Internal, "internal"),
            ],
            StartFailureReason.Internal),
        new WordConverter<StopOutcome>(
            [
                (StopOutcome.AlreadyStopped, "already-stopped"), (StopOutcome.Exited, "exited"), (StopOutcome.Killed, "killed"),
                (StopOutcome.StillAlive, "still-alive"),
            ]),
        new WordConverter<UpdatePhase>([(UpdatePhase.None, "none"), (UpdatePhase.Starting, "starting"), (UpdatePhase.Draining, "draining")]),
        new WordConverter<ChildHealth>(
            [(ChildHealth.Unknown, "unknown"), (ChildHealth.Healthy, "healthy"), (ChildHealth.Unhealthy, "unhealthy")], ChildHealth.Unknown),
        new WordConverter<EndpointKind>([(EndpointKind.Tcp, "tcp"), (EndpointKind.Unix, "unix"), (EndpointKind.None, "none")]),
        new WordConverter<ListenMode>([(ListenMode.Bind, "bind"), (ListenMode.Inherit, "inherit")]),
        new WordConverter<RestartMode>(
            [
                (RestartMode.Tolerance, "tolerance"), (RestartMode.Always, "always"), (RestartMode.OnFailure, "on-failure"), (RestartMode.Never, "never"),
            ]),
        new WordConverter<DependencyCondition>(
            [
                (DependencyCondition.Started, "started"), (DependencyCondition.Healthy, "healthy"), (DependencyCondition.Completed, "completed"),
            ]),
        new WordConverter<StopSignal>(
            [
                (StopSignal.Terminate, "term"), (StopSignal.Interrupt, "int"), (StopSignal.Quit, "quit"), (StopSignal.HangUp, "hup"),
                (StopSignal.User1, "usr1"), (StopSignal.User2, "usr2"), (StopSignal.Kill, "kill"),
            ]),
        new WordConverter<ReadinessKind>(
            [
                (ReadinessKind.Listen, "listen"), (ReadinessKind.Http, "http"), (ReadinessKind.LogLine, "log-line"), (ReadinessKind.Notify, "notify"),
                (ReadinessKind.Exec, "exec"), (ReadinessKind.None, "none"),
            ]),
        new WordConverter<LivenessKind>(
            [
                (LivenessKind.None, "none"), (LivenessKind.Http, "http"), (LivenessKind.Tcp, "tcp"), (LivenessKind.Exec, "exec"),
                (LivenessKind.Watchdog, "watchdog"),
            ]),
        new WordConverter<OutputTargetKind>(
            [
                (OutputTargetKind.Null, "null"), (OutputTargetKind.Inherit, "inherit"), (OutputTargetKind.File, "file"), (OutputTargetKind.Logger, "logger"),
            ]),
    ];
}
