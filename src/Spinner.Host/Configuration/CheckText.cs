using Spinner.Protocol;

namespace Spinner.Host.Configuration;

/// <summary>Checks in words.</summary>
internal static class CheckText
{
    public static string Of(ReadinessCheck? check) => check is null ? "" : Join(
        check.Kind == ReadinessKind.LogLine ? "log" : check.Kind.ToString().ToLowerInvariant(),
        check.Path,
        check.Pattern is null ? null : $"\"{check.Pattern}\"",
        Command(check.Command),
        Every(check.Interval),
        Within(check.Timeout));

    public static string Of(LivenessCheck? check) => check is null ? "" : Join(
        check.Kind.ToString().ToLowerInvariant(),
        check.Path,
        Command(check.Command),
        Every(check.Interval),
        Within(check.Timeout),
        check.Failures is { } failures ? $"{failures} failures" : null,
        check.Successes is { } successes ? $"{successes} successes" : null,
        check.Grace is { } grace ? $"grace {SpecOptions.Time(grace)}" : null);

    private static string Join(params IEnumerable<string?> parts) => string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string? Command(IReadOnlyList<string>? command) => command is null ? null : SpecOptions.List(command);

    private static string? Every(TimeSpan? interval) => interval is null ? null : $"every {SpecOptions.Time(interval)}";

    private static string? Within(TimeSpan? timeout) => timeout is null ? null : $"within {SpecOptions.Time(timeout)}";
}
