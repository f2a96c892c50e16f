using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Configuration;

/// <summary>Every key there is and what it sets: a key is known exactly when it is read.</summary>
internal static class ConfigKeys
{
    public const string Root = "spinner";
    public const string Defaults = "defaults";
    public const string Children = "children";
    public const string OnDemand = "on-demand";

    /// <summary>The settings of the program <c>spinner</c>, which reads them itself; its file may be read by others.</summary>
    public const string Host = "host";

    /// <summary>Likewise: files of environment variables.</summary>
    public const string EnvFile = "env-file";

    /// <summary>The section of remoting, which its room reads.</summary>
    public const string Remote = "remote";

    /// <summary>What other nodes are told in place of a loopback address; read with <see cref="Remote"/>.</summary>
    public const string AdvertisedHost = "advertised-host";

    /// <summary>The keys of the defaults and of each child, in the order in which they are applied: an alias comes after its key.</summary>
    public static IReadOnlyDictionary<string, Func<ChildSpec, ConfigValue, ChildSpec>> OfSpecs { get; } =
        new OrderedDictionary<string, Func<ChildSpec, ConfigValue, ChildSpec>>
        {
            ["command"] = (spec, value) => spec with { Command = value.Text() },
            ["env"] = (spec, value) => spec with { Env = value.Map() },
            ["replace-env"] = (spec, value) => spec with { ReplaceEnv = value.Switch() },
            ["cwd"] = (spec, value) => spec with { WorkingDirectory = value.Text() },
            ["logger"] = (spec, value) => spec with { LoggerCategory = value.Text() },
            ["start-timeout"] = (spec, value) => spec with { StartTimeout = value.Time() },
            ["timeout"] = (spec, value) => spec with { StartTimeout = value.Time() },
            ["build-timeout"] = (spec, value) => spec with { BuildTimeout = value.Time() },
            ["attempts"] = (spec, value) => spec with { Attempts = value.Number() },
            ["stop-timeout"] = (spec, value) => spec with { StopTimeout = value.Time() },
            ["stop-signal"] = (spec, value) => spec with { StopSignal = Signal(value) },
            ["monitor"] = (spec, value) => spec with { Monitor = value.TextOrTexts() },
            ["monitor-exclude"] = (spec, value) => spec with { MonitorExclude = value.TextOrTexts() },
            ["tandem"] = (spec, value) => spec with { Tandem = value.Switch() },
            ["tandem-time"] = (spec, value) => spec with { TandemTime = value.Time() },
            ["listen"] = (spec, value) => spec with
            {
                Listen = value.Choice("bind or inherit", ("bind", ListenMode.Bind), ("inherit", ListenMode.Inherit)),
            },
            ["readiness"] = (spec, value) => spec with { Readiness = CheckReader.Readiness(value) },
            ["liveness"] = (spec, value) => spec with { Liveness = CheckReader.Liveness(value) },
            ["restart"] = (spec, value) => spec with { Restart = Mode(value) },
            ["success-codes"] = (spec, value) => spec with { SuccessCodes = value.Numbers() },
            ["backoff"] = (spec, value) => spec with { Backoff = value.Time() },
            ["backoff-max"] = (spec, value) => spec with { BackoffMax = value.Time() },
            ["healthy-time"] = (spec, value) => spec with { HealthyTime = value.Time() },
            ["restart-limit"] = (spec, value) => spec with { RestartLimit = value.Number() },
            ["restart-window"] = (spec, value) => spec with { RestartWindow = value.Time() },
            ["memory-limit"] = (spec, value) => spec with { MemoryLimit = value.Size() },
            ["stdout"] = (spec, value) => spec with { Stdout = value.Target() },
            ["stderr"] = (spec, value) => spec with { Stderr = value.Target() },
            ["idle-time"] = (spec, value) => spec with { IdleTime = value.TimeOrNever() },
            ["restart-tolerance"] = (spec, value) => spec with { RestartTolerance = value.Time() },
            ["fault-timeout"] = (spec, value) => spec with { FaultTimeout = value.Time() },
            ["port-range"] = (spec, value) => spec with { PortRange = value.Ports() },
            ["endpoint"] = (spec, value) => spec with
            {
                Endpoint = value.Choice("tcp, unix or none", ("tcp", EndpointKind.Tcp), ("unix", EndpointKind.Unix), ("none", EndpointKind.None)),
            },
        };

    /// <summary>The keys that only a child has.</summary>
    public static IReadOnlyDictionary<string, Func<ChildSpec, ConfigValue, ChildSpec>> OfChildren { get; } =
        new Dictionary<string, Func<ChildSpec, ConfigValue, ChildSpec>>
        {
            ["args"] = (spec, value) => spec with { Args = value.Texts() },
            ["script"] = (spec, value) => spec with { Script = value.Text() },
            ["depends-on"] = (spec, value) => spec with { DependsOn = Conditions(value) },
        };

    /// <summary>
    /// Keys that tell about the files output goes to. One of the defaults is meant for the files of every child, those that a child names
    /// itself, too.
    /// </summary>
    public static IReadOnlyDictionary<string, Func<OutputTarget, ConfigValue, OutputTarget>> OfFiles { get; } =
        new Dictionary<string, Func<OutputTarget, ConfigValue, OutputTarget>>
        {
            ["log-max-size"] = (target, value) => target with { MaxBytes = value.Size() },
            ["log-files"] = (target, value) => target with { MaxFiles = value.Number() },
        };

    /// <summary>The keys beside the defaults and the children.</summary>
    public static IReadOnlyDictionary<string, Action<SpinnerOptions, ConfigValue>> OfOptions { get; } =
        new Dictionary<string, Action<SpinnerOptions, ConfigValue>>
        {
            ["process.launcher"] = (options, value) => options.Launcher =
                value.Choice("auto or portable", ("auto", LauncherKind.Auto), ("portable", LauncherKind.Portable)) ?? options.Launcher,
            ["max-stop-timeout"] = (options, value) => options.MaxStopTimeout = value.Time() ?? options.MaxStopTimeout,
            ["kill-timeout"] = (options, value) => options.KillTimeout = value.Time() ?? options.KillTimeout,
            ["max-waiters"] = (options, value) => options.MaxWaiters = value.Number() ?? options.MaxWaiters,
            ["tail.lines"] = (options, value) => options.TailLines = value.Number() ?? options.TailLines,
            ["tail.line-length"] = (options, value) => options.TailLineLength = value.Number() ?? options.TailLineLength,
            ["output.ring-lines"] = (options, value) => options.RingLines = value.Number() ?? options.RingLines,
            ["ports.rest"] = (options, value) => options.PortRest = value.Time() ?? options.PortRest,
            ["runtime-folder"] = (options, value) => options.RuntimeFolder = value.Text(),
            ["bind-address"] = (options, value) => options.BindAddress = value.Text(),
            ["run-file"] = (options, value) => options.RunFile = value.Text(),
        };

    /// <summary>A name as a part of a key: between quotes where it would not be one part.</summary>
    public static string Part(string name) =>
        name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_') ? name : PlanErrors.Quote(name);

    private static RestartMode? Mode(ConfigValue value) => value.Choice(
        "tolerance, always, on-failure or never",
        ("tolerance", RestartMode.Tolerance),
        ("always", RestartMode.Always),
        ("on-failure", RestartMode.OnFailure),
        ("never", RestartMode.Never));

    private static IReadOnlyDictionary<string, DependencyCondition>? Conditions(ConfigValue value) => value.Choices(
        "db = healthy",
        "started, healthy or completed",
        ("started", DependencyCondition.Started),
        ("healthy", DependencyCondition.Healthy),
        ("completed", DependencyCondition.Completed));

    private static StopSignal? Signal(ConfigValue value) => value.Choice(
        "term, int, quit, hup, usr1, usr2 or kill",
        ("term", StopSignal.Terminate),
        ("int", StopSignal.Interrupt),
        ("quit", StopSignal.Quit),
        ("hup", StopSignal.HangUp),
        ("usr1", StopSignal.User1),
        ("usr2", StopSignal.User2),
        ("kill", StopSignal.Kill));
}
