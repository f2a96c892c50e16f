using System.Collections.Immutable;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>
/// A <see cref="ChildSpec"/> in a file of ours: every option, environment values too, times in seconds. It may grow, but what a name means stays: files
/// of earlier versions are read.
/// </summary>
internal sealed record SpecJson
{
    // Not a time that could be meant: the word for never.
    private const decimal Never = -1;

    public required string Name { get; init; }

    public string? Command { get; init; }

    public ImmutableArray<string>? Args { get; init; }

    public string? Script { get; init; }

    public string? BaseDirectory { get; init; }

    public ImmutableSortedDictionary<string, string>? Env { get; init; }

    public bool? ReplaceEnv { get; init; }

    public string? Cwd { get; init; }

    public string? Logger { get; init; }

    public decimal? StartTimeout { get; init; }

    public decimal? BuildTimeout { get; init; }

    public int? Attempts { get; init; }

    public decimal? StopTimeout { get; init; }

    public StopSignal? StopSignal { get; init; }

    public ImmutableArray<string>? Monitor { get; init; }

    public ImmutableArray<string>? MonitorExclude { get; init; }

    public bool? Tandem { get; init; }

    public decimal? TandemTime { get; init; }

    public ListenMode? Listen { get; init; }

    public ReadinessJson? Readiness { get; init; }

    public LivenessJson? Liveness { get; init; }

    public RestartMode? Restart { get; init; }

    public ImmutableArray<int>? SuccessCodes { get; init; }

    public decimal? Backoff { get; init; }

    public decimal? BackoffMax { get; init; }

    public decimal? HealthyTime { get; init; }

    public int? RestartLimit { get; init; }

    public decimal? RestartWindow { get; init; }

    public long? MemoryLimit { get; init; }

    public ImmutableSortedDictionary<string, DependencyCondition>? DependsOn { get; init; }

    public OutputJson? Stdout { get; init; }

    public OutputJson? Stderr { get; init; }

    public decimal? IdleTime { get; init; }

    public decimal? RestartTolerance { get; init; }

    public decimal? FaultTimeout { get; init; }

    public PortsJson? PortRange { get; init; }

    public EndpointKind? Endpoint { get; init; }

    public static SpecJson Of(ChildSpec spec) => new()
    {
        Name = spec.Name.Value,
        Command = spec.Command,
        Args = spec.Args?.ToImmutableArray(),
        Script = spec.Script,
        BaseDirectory = spec.BaseDirectory,
        Env = spec.Env?.ToImmutableSortedDictionary(StringComparer.Ordinal),
        ReplaceEnv = spec.ReplaceEnv,
        Cwd = spec.WorkingDirectory,
        Logger = spec.LoggerCategory,
        StartTimeout = Seconds(spec.StartTimeout),
        BuildTimeout = Seconds(spec.BuildTimeout),
        Attempts = spec.Attempts,
        StopTimeout = Seconds(spec.StopTimeout),
        StopSignal = spec.StopSignal,
        Monitor = spec.Monitor?.ToImmutableArray(),
        MonitorExclude = spec.MonitorExclude?.ToImmutableArray(),
        Tandem = spec.Tandem,
        TandemTime = Seconds(spec.TandemTime),
        Listen = spec.Listen,
        Readiness = spec.Readiness is { } readiness ? ReadinessJson.Of(readiness) : null,
        Liveness = spec.Liveness is { } liveness ? LivenessJson.Of(liveness) : null,
        Restart = spec.Restart,
        SuccessCodes = spec.SuccessCodes?.ToImmutableArray(),
        Backoff = Seconds(spec.Backoff),
        BackoffMax = Seconds(spec.BackoffMax),
        HealthyTime = Seconds(spec.HealthyTime),
        RestartLimit = spec.RestartLimit,
        RestartWindow = Seconds(spec.RestartWindow),
        MemoryLimit = spec.MemoryLimit,
        DependsOn = spec.DependsOn?.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Stdout = spec.Stdout is { } stdout ? OutputJson.Of(stdout) : null,
        Stderr = spec.Stderr is { } stderr ? OutputJson.Of(stderr) : null,
        IdleTime = Seconds(spec.IdleTime),
        RestartTolerance = Seconds(spec.RestartTolerance),
        FaultTimeout = Seconds(spec.FaultTimeout),
        PortRange = spec.PortRange is { } ports ? new PortsJson(ports.First, ports.Last) : null,
        Endpoint = spec.Endpoint,
    };

    public ChildSpec ToSpec() => new()
    {
        Name = Name,
        Command = Command,
        Args = Args,
        Script = Script,
        BaseDirectory = BaseDirectory,
        Env = Env,
        ReplaceEnv = ReplaceEnv,
        WorkingDirectory = Cwd,
        LoggerCategory = Logger,
        StartTimeout = Time(StartTimeout),
        BuildTimeout = Time(BuildTimeout),
        Attempts = Attempts,
        StopTimeout = Time(StopTimeout),
        StopSignal = StopSignal,
        Monitor = Monitor,
        MonitorExclude = MonitorExclude,
        Tandem = Tandem,
        TandemTime = Time(TandemTime),
        Listen = Listen,
        Readiness = Readiness?.ToCheck(),
        Liveness = Liveness?.ToCheck(),
        Restart = Restart,
        SuccessCodes = SuccessCodes,
        Backoff = Time(Backoff),
        BackoffMax = Time(BackoffMax),
        HealthyTime = Time(HealthyTime),
        RestartLimit = RestartLimit,
        RestartWindow = Time(RestartWindow),
        MemoryLimit = MemoryLimit,
        DependsOn = DependsOn,
        Stdout = Stdout?.ToTarget(),
        Stderr = Stderr?.ToTarget(),
        IdleTime = Time(IdleTime),
        RestartTolerance = Time(RestartTolerance),
        FaultTimeout = Time(FaultTimeout),
        PortRange = PortRange is { } ports ? new PortRange(ports.First, ports.Last) : null,
        Endpoint = Endpoint,
    };

    /// <summary>Exact, to the tick.</summary>
    public static decimal? Seconds(TimeSpan? time) =>
        time == Timeout.InfiniteTimeSpan ? Never : time is { } given ? (decimal)given.Ticks / TimeSpan.TicksPerSecond : null;

    public static TimeSpan? Time(decimal? seconds) =>
        seconds == Never ? Timeout.InfiniteTimeSpan : seconds is { } given ? TimeSpan.FromTicks((long)(given * TimeSpan.TicksPerSecond)) : null;
}
