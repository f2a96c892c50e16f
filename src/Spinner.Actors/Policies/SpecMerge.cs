using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>Fills what a spec leaves open, option by option, from the global defaults and then from <see cref="SpinnerDefaults"/>.</summary>
internal static class SpecMerge
{
    /// <summary>
    /// The spec with every option decided, still as text: nothing is looked up. Relative paths of the defaults become absolute
    /// here, since they start at the directory of the defaults and those of the spec at the spec's own.
    /// </summary>
    /// <remarks>
    /// Arguments, script and dependencies are the child's own and have no default. A spec's script outranks a default command. The environments
    /// are merged, the spec's values first, unless the spec itself gives an environment and says that it replaces all others. Checks are taken whole:
    /// a check of the spec has nothing of the default one.
    /// </remarks>
    public static ChildSpec Merge(ChildSpec spec, ChildSpec defaults, TimeSpan maxStopTimeout, string currentDirectory)
    {
        string home = defaults.BaseDirectory ?? currentDirectory;
        EndpointKind endpoint = EndpointMerge.Endpoint(spec, defaults);
        return new ChildSpec
        {
            Name = spec.Name,
            Command = spec.Command ?? (spec.Script is null ? AbsoluteCommand(defaults.Command, home) : null),
            Args = spec.Args ?? [],
            Script = spec.Script,
            BaseDirectory = spec.BaseDirectory ?? home,
            Env = Environment(spec, defaults),
            ReplaceEnv = spec.ReplaceEnv ?? defaults.ReplaceEnv ?? false,
            WorkingDirectory = spec.WorkingDirectory ?? Absolute(defaults.WorkingDirectory, home),
            LoggerCategory = spec.LoggerCategory ?? defaults.LoggerCategory ?? SpinnerDefaults.LoggerCategory,
            StartTimeout = spec.StartTimeout ?? defaults.StartTimeout ?? SpinnerDefaults.StartTimeout,
            BuildTimeout = spec.BuildTimeout ?? defaults.BuildTimeout ?? SpinnerDefaults.BuildTimeout,
            Attempts = spec.Attempts ?? defaults.Attempts ?? SpinnerDefaults.Attempts,
            StopTimeout = spec.StopTimeout ?? defaults.StopTimeout ?? Shorter(SpinnerDefaults.StopTimeout, maxStopTimeout),
            StopSignal = spec.StopSignal ?? defaults.StopSignal ?? StopSignal.Terminate,
            Monitor = spec.Monitor ?? [.. (defaults.Monitor ?? []).Select(path => Absolute(path, home)!)],
            MonitorExclude = spec.MonitorExclude ?? defaults.MonitorExclude ?? [],
            Tandem = spec.Tandem ?? defaults.Tandem ?? false,
            TandemTime = spec.TandemTime ?? defaults.TandemTime ?? SpinnerDefaults.TandemTime,
            Listen = EndpointMerge.Listen(spec, defaults, endpoint),
            Readiness = EndpointMerge.Readiness(spec, defaults, endpoint, home),
            Liveness = EndpointMerge.Liveness(spec, defaults, endpoint, home),
            Restart = spec.Restart ?? defaults.Restart ?? RestartMode.Tolerance,
            SuccessCodes = spec.SuccessCodes ?? defaults.SuccessCodes ?? [0],
            Backoff = spec.Backoff ?? defaults.Backoff ?? SpinnerDefaults.Backoff,
            BackoffMax = spec.BackoffMax ?? defaults.BackoffMax ?? SpinnerDefaults.BackoffMax,
            HealthyTime = spec.HealthyTime ?? defaults.HealthyTime ?? SpinnerDefaults.HealthyTime,
            RestartLimit = spec.RestartLimit ?? defaults.RestartLimit ?? SpinnerDefaults.RestartLimit,
            RestartWindow = spec.RestartWindow ?? defaults.RestartWindow ?? SpinnerDefaults.RestartWindow,
            MemoryLimit = spec.MemoryLimit ?? defaults.MemoryLimit ?? SpinnerDefaults.MemoryLimit,
            DependsOn = spec.DependsOn ?? new Dictionary<string, DependencyCondition>(),
            Stdout = spec.Stdout ?? defaults.Stdout ?? OutputTarget.Null,
            Stderr = spec.Stderr ?? defaults.Stderr ?? OutputTarget.Null,
            IdleTime = spec.IdleTime ?? defaults.IdleTime ?? SpinnerDefaults.IdleTime,
            RestartTolerance = spec.RestartTolerance ?? defaults.RestartTolerance ?? SpinnerDefaults.RestartTolerance,
            FaultTimeout = spec.FaultTimeout ?? defaults.FaultTimeout ?? SpinnerDefaults.FaultTimeout,
            PortRange = spec.PortRange ?? defaults.PortRange ?? SpinnerDefaults.PortRange,
            Endpoint = endpoint,
        };
    }

    /// <summary>Whether a command is a path; otherwise it is a name to look up in PATH.</summary>
    public static bool HasDirectory(string command) =>
        command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || command.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>A command of the defaults: a path becomes absolute, a name stays one.</summary>
    public static string? AbsoluteCommand(string? command, string home) =>
        command is not null && HasDirectory(command) ? Absolute(command, home) : command;

    private static Dictionary<string, string> Environment(ChildSpec spec, ChildSpec defaults)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        bool specAlone = spec is { ReplaceEnv: true, Env: not null };
        foreach ((string key, string value) in (specAlone ? null : defaults.Env) ?? Nothing)
        {
            all[key] = value;
        }

        foreach ((string key, string value) in spec.Env ?? Nothing)
        {
            all[key] = value;
        }

        return all;
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Values that are no paths (empty, with a NUL, or with no absolute home) stay as they are, for the rules to refuse.</summary>
    private static string? Absolute(string? path, string home) =>
        string.IsNullOrEmpty(path) || path.Contains('\0') || home.Contains('\0') || !Path.IsPathFullyQualified(home)
            ? path
            : Path.GetFullPath(path, home);
}
