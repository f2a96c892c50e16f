using Spinner.Protocol;

namespace Spinner.Configuration;

/// <summary>Every key there is and what it sets: a key is known exactly when it is read.</summary>
internal static class ConfigKeys
{
    public const string Root = "spinner";
    public const string Defaults = "defaults";
    public const string Children = "children";
    public const string OnDemand = "on-demand";

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
            ["stdout"] = (spec, value) => spec with { Stdout = value.Target() },
            ["stderr"] = (spec, value) => spec with { Stderr = value.Target() },
            ["idle-time"] = (spec, value) => spec with { IdleTime = value.TimeOrNever() },
            ["restart-tolerance"] = (spec, value) => spec with { RestartTolerance = value.Time() },
            ["fault-timeout"] = (spec, value) => spec with { FaultTimeout = value.Time() },
            ["port-range"] = (spec, value) => spec with { PortRange = value.Ports() },
            ["endpoint"] = (spec, value) => spec with
            {
                Endpoint = value.Choice("tcp or unix", ("tcp", EndpointKind.Tcp), ("unix", EndpointKind.Unix)),
            },
        };

    /// <summary>The keys that only a child has.</summary>
    public static IReadOnlyDictionary<string, Func<ChildSpec, ConfigValue, ChildSpec>> OfChildren { get; } =
        new Dictionary<string, Func<ChildSpec, ConfigValue, ChildSpec>>
        {
            ["args"] = (spec, value) => spec with { Args = value.Texts() },
            ["script"] = (spec, value) => spec with { Script = value.Text() },
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
            ["ports.rest"] = (options, value) => options.PortRest = value.Time() ?? options.PortRest,
            ["runtime-folder"] = (options, value) => options.RuntimeFolder = value.Text(),
        };

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
