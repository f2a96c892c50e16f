using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Host.Configuration;

/// <summary>The options of a child by their keys, as texts: the same text means the same value.</summary>
internal static class SpecOptions
{
    public const string Env = "env";
    public const string IdleTime = "idle-time";

    /// <summary>Every key of a child, in the order in which they are shown. The text is empty where nothing is set; that of <c>env</c> has secrets in it.</summary>
    public static IReadOnlyDictionary<string, Func<ChildSpec, string>> All { get; } = new OrderedDictionary<string, Func<ChildSpec, string>>
    {
        ["command"] = spec => Text(spec.Command),
        ["script"] = spec => Text(spec.Script),
        ["args"] = spec => List(spec.Args),
        ["cwd"] = spec => Text(spec.WorkingDirectory),
        [Env] = spec => Map(spec.Env),
        ["replace-env"] = spec => Switch(spec.ReplaceEnv),
        ["endpoint"] = spec => Word(spec.Endpoint),
        ["port-range"] = spec => spec.PortRange?.ToString() ?? "",
        ["listen"] = spec => Word(spec.Listen),
        ["depends-on"] = spec => string.Join(", ", (spec.DependsOn ?? new Dictionary<string, DependencyCondition>())
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Quote(pair.Key)} {Word<DependencyCondition>(pair.Value)}")),
        ["readiness"] = spec => CheckText.Of(spec.Readiness),
        ["liveness"] = spec => CheckText.Of(spec.Liveness),
        ["start-timeout"] = spec => Time(spec.StartTimeout),
        ["build-timeout"] = spec => Time(spec.BuildTimeout),
        ["attempts"] = spec => $"{spec.Attempts}",
        ["stop-timeout"] = spec => Time(spec.StopTimeout),
        ["stop-signal"] = spec => Signal(spec.StopSignal),
        ["restart"] = spec => spec.Restart == RestartMode.OnFailure ? "on-failure" : Word(spec.Restart),
        ["restart-tolerance"] = spec => Time(spec.RestartTolerance),
        ["fault-timeout"] = spec => Time(spec.FaultTimeout),
        ["success-codes"] = spec => string.Join(", ", spec.SuccessCodes ?? []),
        ["backoff"] = spec => Time(spec.Backoff),
        ["backoff-max"] = spec => Time(spec.BackoffMax),
        ["healthy-time"] = spec => Time(spec.HealthyTime),
        ["restart-limit"] = spec => $"{spec.RestartLimit}",
        ["restart-window"] = spec => Time(spec.RestartWindow),
        ["memory-limit"] = spec => spec.MemoryLimit is { } bytes ? Limits.SizeText(bytes) : "",
        [IdleTime] = spec => Time(spec.IdleTime),
        ["monitor"] = spec => List(spec.Monitor),
        ["monitor-exclude"] = spec => List(spec.MonitorExclude),
        ["tandem"] = spec => Switch(spec.Tandem),
        ["tandem-time"] = spec => Time(spec.TandemTime),
        ["logger"] = spec => Text(spec.LoggerCategory),
        ["stdout"] = spec => Target(spec.Stdout),
        ["stderr"] = spec => Target(spec.Stderr),
        ["log-max-size"] = spec => OfFile(spec, file => file.MaxBytes is { } bytes ? Limits.SizeText(bytes) : ""),
        ["log-files"] = spec => OfFile(spec, file => $"{file.MaxFiles}"),
    };

    /// <summary>Texts one behind the other; one with spaces or anything else that could mislead stands between quotes.</summary>
    public static string List(IEnumerable<string>? texts) => string.Join(' ', (texts ?? []).Select(Quote));

    public static string Time(TimeSpan? time) => time is not { } given ? "" : given == Timeout.InfiniteTimeSpan ? "never" : Limits.Text(given);

    /// <summary>A text as it stands in a list.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "-_./:=@%+,{}$".Contains(c, StringComparison.Ordinal))
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static string Text(string? text) => text is null ? "" : Quote(text);

    private static string Map(IReadOnlyDictionary<string, string>? map) => string.Join(' ', (map ?? new Dictionary<string, string>())
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Quote(pair.Key)}={Quote(pair.Value)}"));

    private static string Switch(bool? value) => value is not { } given ? "" : given ? "on" : "off";

    private static string Word<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant() ?? "";

    private static string Signal(StopSignal? signal) => signal switch
    {
        StopSignal.Terminate => "term",
        StopSignal.Interrupt => "int",
        StopSignal.Quit => "quit",
        StopSignal.HangUp => "hup",
        StopSignal.User1 => "usr1",
        StopSignal.User2 => "usr2",
        StopSignal.Kill => "kill",
        _ => "",
    };

    private static string Target(OutputTarget? target) => target?.Kind == OutputTargetKind.File ? Quote($"file:{target.Path}") : Word(target?.Kind);

    private static string OfFile(ChildSpec spec, Func<OutputTarget, string> part) =>
        new[] { spec.Stdout, spec.Stderr }.FirstOrDefault(target => target?.Kind == OutputTargetKind.File) is { } file ? part(file) : "";
}
