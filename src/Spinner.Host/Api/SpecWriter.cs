using System.Text.Json.Nodes;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>Writes a spec in the names of a body: what is read from it again is the same, but for the values of its environment, which are hidden.</summary>
internal static class SpecWriter
{
    public const string Hidden = "***";

    public static JsonObject Write(ChildSpec spec)
    {
        JsonObject to = [];
        Set(to, "command", spec.Command);
        Set(to, "args", Texts(spec.Args));
        Set(to, "script", spec.Script);
        Set(to, "cwd", spec.WorkingDirectory);
        Set(to, "baseDirectory", spec.BaseDirectory);
        Set(to, "env", Map(spec.Env?.Select(pair => (pair.Key, Hidden))));
        Set(to, "replaceEnv", spec.ReplaceEnv);
        Set(to, "logger", spec.LoggerCategory);
        Set(to, "timeout", Seconds(spec.StartTimeout));
        Set(to, "buildTimeout", Seconds(spec.BuildTimeout));
        Set(to, "attempts", spec.Attempts);
        Set(to, "stopTimeout", Seconds(spec.StopTimeout));
        Set(to, "stopSignal", spec.StopSignal is { } signal ? SpecWords.Of(signal) : null);
        Set(to, "monitor", Texts(spec.Monitor));
        Set(to, "monitorExclude", Texts(spec.MonitorExclude));
        Set(to, "tandem", spec.Tandem);
        Set(to, "tandemTime", Seconds(spec.TandemTime));
        Set(to, "listen", SpecWords.Lower(spec.Listen));
        Set(to, "readiness", spec.Readiness is { } readiness ? Of(readiness) : null);
        Set(to, "liveness", spec.Liveness is { } liveness ? Of(liveness) : null);
        Set(to, "restart", spec.Restart is { } restart ? SpecWords.Of(restart) : null);
        Set(to, "successCodes", spec.SuccessCodes is { } codes ? new JsonArray([.. codes.Select(code => (JsonNode)code)]) : null);
        Set(to, "backoff", Seconds(spec.Backoff));
        Set(to, "backoffMax", Seconds(spec.BackoffMax));
        Set(to, "healthyTime", Seconds(spec.HealthyTime));
        Set(to, "restartLimit", spec.RestartLimit);
        Set(to, "restartWindow", Seconds(spec.RestartWindow));
        Set(to, "memoryLimit", spec.MemoryLimit);
        Set(to, "dependsOn", Map(spec.DependsOn?.Select(pair => (pair.Key, SpecWords.Lower<DependencyCondition>(pair.Value)!))));
        Set(to, "stdout", SpecWords.Of(spec.Stdout));
        Set(to, "stderr", SpecWords.Of(spec.Stderr));
        Set(to, "logMaxSize", spec.Stdout?.MaxBytes ?? spec.Stderr?.MaxBytes);
        Set(to, "logFiles", spec.Stdout?.MaxFiles ?? spec.Stderr?.MaxFiles);
        Set(to, "idleTime", spec.IdleTime == Timeout.InfiniteTimeSpan ? -1 : Seconds(spec.IdleTime));
        Set(to, "restartTolerance", Seconds(spec.RestartTolerance));
        Set(to, "faultTimeout", Seconds(spec.FaultTimeout));
        Set(to, "portRange", spec.PortRange?.ToString());
        Set(to, "endpoint", SpecWords.Lower(spec.Endpoint));
        return to;
    }

    private static JsonNode Of(ReadinessCheck check)
    {
        if (check.Kind is ReadinessKind.Listen or ReadinessKind.Notify or ReadinessKind.None)
            return SpecWords.Lower<ReadinessKind>(check.Kind)!;
        JsonObject to = [];
        Set(to, "http", check.Kind == ReadinessKind.Http ? check.Path ?? "/" : null);
        Set(to, "log", check.Pattern);
        Set(to, "exec", Texts(check.Command));
        Set(to, "interval", Seconds(check.Interval));
        Set(to, "timeout", Seconds(check.Timeout));
        return to;
    }

    private static JsonNode Of(LivenessCheck check)
    {
        if (check == new LivenessCheck(check.Kind) && check.Kind is LivenessKind.None or LivenessKind.Tcp or LivenessKind.Watchdog)
            return SpecWords.Lower<LivenessKind>(check.Kind)!;
        bool isWatchdog = check.Kind == LivenessKind.Watchdog;
        JsonObject to = [];
        Set(to, "http", check.Kind == LivenessKind.Http ? check.Path ?? "/" : null);
        Set(to, "tcp", check.Kind == LivenessKind.Tcp ? true : null);
        Set(to, "exec", Texts(check.Command));
        Set(to, "watchdog", isWatchdog ? Seconds(check.Timeout ?? SpinnerDefaults.WatchdogTimeout) : null);
        Set(to, "interval", Seconds(check.Interval));
        Set(to, "timeout", isWatchdog ? null : Seconds(check.Timeout));
        Set(to, "failures", check.Failures);
        Set(to, "successes", check.Successes);
        Set(to, "grace", Seconds(check.Grace));
        return to;
    }

    private static decimal? Seconds(TimeSpan? time) => time is { } given ? (decimal)given.Ticks / TimeSpan.TicksPerSecond : null;

    private static JsonArray? Texts(IReadOnlyList<string>? texts) => texts is null ? null : new JsonArray([.. texts.Select(text => (JsonNode)text)]);

    private static JsonObject? Map(IEnumerable<(string Name, string Value)>? entries) => entries is null ? null
        : new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)entry.Value)));

    private static void Set(JsonObject to, string name, JsonNode? value)
    {
        if (value is not null)
            to.Add(name, value);
    }
}
