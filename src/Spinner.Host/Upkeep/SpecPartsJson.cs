using System.Collections.Immutable;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>A range of ports in a file.</summary>
internal sealed record PortsJson(int First, int Last);

/// <summary>A target of output in a file.</summary>
internal sealed record OutputJson(OutputTargetKind Kind, string? Path, long? MaxBytes, int? MaxFiles)
{
    public static OutputJson Of(OutputTarget target) => new(target.Kind, target.Path, target.MaxBytes, target.MaxFiles);

    public OutputTarget ToTarget() => new(Kind, Path) { MaxBytes = MaxBytes, MaxFiles = MaxFiles };
}

/// <summary>A readiness check in a file.</summary>
internal sealed record ReadinessJson(
    ReadinessKind Kind, string? Path, string? Pattern, ImmutableArray<string>? Command, decimal? Interval, decimal? Timeout)
{
    public static ReadinessJson Of(ReadinessCheck check) => new(
        check.Kind, check.Path, check.Pattern, check.Command?.ToImmutableArray(), SpecJson.Seconds(check.Interval), SpecJson.Seconds(check.Timeout));

    public ReadinessCheck ToCheck() => new(Kind)
    {
        Path = Path,
        Pattern = Pattern,
        Command = Command,
        Interval = SpecJson.Time(Interval),
        Timeout = SpecJson.Time(Timeout),
    };
}

/// <summary>A liveness check in a file.</summary>
internal sealed record LivenessJson(
    LivenessKind Kind,
    string? Path,
    ImmutableArray<string>? Command,
    decimal? Interval,
    decimal? Timeout,
    int? Failures,
    int? Successes,
    decimal? Grace)
{
    public static LivenessJson Of(LivenessCheck check) => new(
        check.Kind,
        check.Path,
        check.Command?.ToImmutableArray(),
        SpecJson.Seconds(check.Interval),
        SpecJson.Seconds(check.Timeout),
        check.Failures,
        check.Successes,
        SpecJson.Seconds(check.Grace));

    public LivenessCheck ToCheck() => new(Kind)
    {
        Path = Path,
        Command = Command,
        Interval = SpecJson.Time(Interval),
        Timeout = SpecJson.Time(Timeout),
        Failures = Failures,
        Successes = Successes,
        Grace = SpecJson.Time(Grace),
    };
}
