using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>A spec with everything decided: defaults applied, programs found, paths absolute. <c>{port}</c> is still to be filled in.</summary>
internal sealed record ChildPlan
{
    public required ChildName Name { get; init; }
    public required string File { get; init; }
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>The variables of the spec, on top of the inherited environment unless <see cref="ReplaceEnv"/>.</summary>
    public required IReadOnlyDictionary<string, string> Env { get; init; }
    public required bool ReplaceEnv { get; init; }
    public required string WorkingDirectory { get; init; }

    /// <summary>A C# script to build before each spawn: its assembly then goes before <see cref="Args"/>. Null: nothing to build.</summary>
    public required string? BuildSource { get; init; }
    public required string LoggerCategory { get; init; }
    public required TimeSpan StartTimeout { get; init; }
    public required TimeSpan BuildTimeout { get; init; }
    public required int Attempts { get; init; }
    public required TimeSpan StopTimeout { get; init; }
    public required StopSignal StopSignal { get; init; }

    /// <summary>Absolute paths and globs; empty: nothing is watched.</summary>
    public required IReadOnlyList<string> Monitor { get; init; }
    public required IReadOnlyList<string> MonitorExclude { get; init; }

    /// <summary>Where relative globs of <see cref="MonitorExclude"/> start.</summary>
    public required string BaseDirectory { get; init; }
    public required OutputTarget Stdout { get; init; }
    public required OutputTarget Stderr { get; init; }
    public required TimeSpan IdleTime { get; init; }
    public required TimeSpan RestartTolerance { get; init; }
    public required TimeSpan FaultTimeout { get; init; }
    public required PortRange PortRange { get; init; }
    public required EndpointKind Endpoint { get; init; }
    public required ListenMode Listen { get; init; }
    public required bool Tandem { get; init; }
    public required TimeSpan TandemTime { get; init; }

    /// <summary>Nothing in it is null that its kind has a meaning for; the program of a command is absolute.</summary>
    public required ReadinessCheck Readiness { get; init; }

    /// <summary>Likewise.</summary>
    public required LivenessCheck Liveness { get; init; }
    public required RestartMode Restart { get; init; }
    public required IReadOnlyList<int> SuccessCodes { get; init; }
    public required TimeSpan Backoff { get; init; }
    public required TimeSpan BackoffMax { get; init; }
    public required TimeSpan HealthyTime { get; init; }
    public required int RestartLimit { get; init; }
    public required TimeSpan RestartWindow { get; init; }
    public required long MemoryLimit { get; init; }
    public required IReadOnlyDictionary<string, DependencyCondition> DependsOn { get; init; }
}
