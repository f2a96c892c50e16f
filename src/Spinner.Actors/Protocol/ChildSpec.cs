using System.Collections.Immutable;

namespace Spinner.Protocol;

/// <summary>
/// What is asked of a child. Everything but the name may be left null: the global defaults fill it
/// (<see cref="Configuration.SpinnerOptions"/>). A spec with nothing but a name means the child as it was last specified.
/// </summary>
/// <remarks>The options and defaults are those of the npm module <c>spinner</c>, whose README is the specification.</remarks>
public sealed record ChildSpec
{
    /// <summary>The key: one child per name.</summary>
    public required ChildName Name { get; init; }

    /// <summary>The program: a path, or a name looked up in PATH. Null: the runtime that the first argument's extension asks for.</summary>
    public string? Command { get; init; }

    /// <summary>The arguments; <c>{port}</c> and <c>{name}</c> are filled in. Copied when set.</summary>
    public IReadOnlyList<string>? Args { get; init => field = value?.ToImmutableArray(); }

    /// <summary>A script to start with the runtime of its extension; relative to <see cref="BaseDirectory"/>. Excludes <see cref="Command"/>.</summary>
    public string? Script { get; init; }

    /// <summary>The asker's directory, absolute, against which relative paths of this spec are resolved. Null: the supervisor's.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>Environment variables; <c>{port}</c> and <c>{name}</c> are filled in inside the values. Copied when set.</summary>
    public IReadOnlyDictionary<string, string>? Env
    {
        get;
        init => field = value is null ? null : new Dictionary<string, string>(value, StringComparer.Ordinal);
    }

    /// <summary>True: <see cref="Env"/> replaces the inherited environment. False or null: it is added to it.</summary>
    public bool? ReplaceEnv { get; init; }

    /// <summary>The working directory. Null: <see cref="BaseDirectory"/>, or the supervisor's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The category under which the child's life is logged. Null: <c>Spinner.Child</c>.</summary>
    public string? LoggerCategory { get; init; }

    /// <summary>How long a start may take, from the spawn until the child listens. Default 5 s; above zero, at most 1 day.</summary>
    public TimeSpan? StartTimeout { get; init; }

    /// <summary>How long the build of a <c>.cs</c> script may take, before the spawn. Default 120 s; above zero, at most 1 day.</summary>
    public TimeSpan? BuildTimeout { get; init; }

    /// <summary>How many starts in a row may fail before the child is faulted. Default 3; 1-1000.</summary>
    public int? Attempts { get; init; }

    /// <summary>How long a stop may take before SIGKILL. Default 30 s; zero (at once) up to <c>spinner.max-stop-timeout</c>.</summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>What asks the process group to end. Default SIGTERM.</summary>
    public StopSignal? StopSignal { get; init; }

    /// <summary>
    /// Files, folders (with all below) and globs (<c>src/**/*.js</c>) whose change restarts the child. Files and folders, and the folder where a
    /// glob begins, must exist at the first start. Default none; an empty list: none. Copied when set.
    /// </summary>
    public IReadOnlyList<string>? Monitor { get; init => field = value?.ToImmutableArray(); }

    /// <summary>Globs of what is not watched; one without a slash (<c>*.log</c>, <c>node_modules</c>) counts at any depth. Default none. Copied when set.</summary>
    public IReadOnlyList<string>? MonitorExclude { get; init => field = value?.ToImmutableArray(); }

    /// <summary>
    /// True: a change or <see cref="RestartChild"/> starts the new run beside the old one, on another port, and the old one is stopped only when the
    /// new one serves. False or null: the old run is stopped first.
    /// </summary>
    public bool? Tandem { get; init; }

    /// <summary>How long the old run of a tandem update goes on for those who know its endpoint. Default 10 s; zero or more.</summary>
    public TimeSpan? TandemTime { get; init; }

    /// <summary>Who opens the socket the child listens on. Default <see cref="ListenMode.Bind"/>: the child.</summary>
    public ListenMode? Listen { get; init; }

    /// <summary>What tells that the child is ready. Default: it listens on its endpoint; a worker, which has none, is ready at once.</summary>
    public ReadinessCheck? Readiness { get; init; }

    /// <summary>What tells that a started child still works. Default <see cref="LivenessCheck.None"/>.</summary>
    public LivenessCheck? Liveness { get; init; }

    /// <summary>What an exit that nobody asked for leads to. Default <see cref="RestartMode.Tolerance"/>.</summary>
    public RestartMode? Restart { get; init; }

    /// <summary>The exit codes that mean success, 0-255. Default 0. Copied when set.</summary>
    public IReadOnlyList<int>? SuccessCodes { get; init => field = value?.ToImmutableArray(); }

    /// <summary>
    /// The wait before a second restart in a row is drawn between zero and this time, which doubles with each further one up to
    /// <see cref="BackoffMax"/> (exponential backoff, full jitter); never under 100 ms. Default 1 s; above zero.
    /// </summary>
    public TimeSpan? Backoff { get; init; }

    /// <summary>The longest wait before a restart. Default 60 s; at least <see cref="Backoff"/> and 100 ms.</summary>
    public TimeSpan? BackoffMax { get; init; }

    /// <summary>A run that has been up for this long begins the backoff anew. Default 60 s; above zero.</summary>
    public TimeSpan? HealthyTime { get; init; }

    /// <summary>More unexpected ends than this within <see cref="RestartWindow"/> fault the child. Default 0: no such limit; 0-1000.</summary>
    public int? RestartLimit { get; init; }

    /// <summary>The window of <see cref="RestartLimit"/>. Default 60 s; above zero.</summary>
    public TimeSpan? RestartWindow { get; init; }

    /// <summary>
    /// The child is restarted when the resident memory of its process group exceeds this many bytes (portable layer: that of its first process).
    /// Default 0: no limit; else at least 1 MB.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// Children that must be up, or have done their work, before this one is spawned; they are started when needed. A circle is
    /// <see cref="StartFailureReason.InvalidSpec"/>. Default none. Copied when set.
    /// </summary>
    public IReadOnlyDictionary<string, DependencyCondition>? DependsOn
    {
        get;
        init => field = value is null ? null : new Dictionary<string, DependencyCondition>(value, StringComparer.Ordinal);
    }

    /// <summary>Where standard output goes. Default <see cref="OutputTarget.Null"/>.</summary>
    public OutputTarget? Stdout { get; init; }

    /// <summary>Where standard error goes, beside the tail kept for error messages. Default <see cref="OutputTarget.Null"/>.</summary>
    public OutputTarget? Stderr { get; init; }

    /// <summary>
    /// The child is stopped when nobody started or touched it for this long. Default 30 min;
    /// <see cref="Timeout.InfiniteTimeSpan"/> (-1): never.
    /// </summary>
    public TimeSpan? IdleTime { get; init; }

    /// <summary>An unexpected exit within this time of the previous one faults the child. Default 60 s; zero: never faults.</summary>
    public TimeSpan? RestartTolerance { get; init; }

    /// <summary>How long a faulted child refuses to be started. Default 60 s; zero or more.</summary>
    public TimeSpan? FaultTimeout { get; init; }

    /// <summary>The ports to choose from. Default 7000-7999; within 1-65535.</summary>
    public PortRange? PortRange { get; init; }

    /// <summary>The kind of endpoint. Default <see cref="EndpointKind.Tcp"/>; <see cref="EndpointKind.None"/> with <see cref="ReadinessCheck.None"/>.</summary>
    public EndpointKind? Endpoint { get; init; }

    /// <summary>Whether nothing but the name is given.</summary>
    public bool IsBare => this == new ChildSpec { Name = Name };

    /// <summary>The short form: the script's runtime by extension, the path as given for the name, the script itself watched.</summary>
    /// <param name="path">The script, as the asker writes it.</param>
    /// <param name="baseDirectory">Where a relative path starts. Null: the current directory of the asking process.</param>
    public static ChildSpec ForScript(string path, string? baseDirectory = null) => new()
    {
        Name = path,
        Script = path,
        Monitor = [path],
        BaseDirectory = baseDirectory ?? Environment.CurrentDirectory,
    };

    /// <summary>The same wish, compared by content (record equality compares the collections by reference).</summary>
    public bool IsSameAs(ChildSpec other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other)
            || (WithoutCollections() == other.WithoutCollections()
                && Content.IsSame(Args, other.Args)
                && Content.IsSame(Env, other.Env)
                && Content.IsSame(Monitor, other.Monitor)
                && Content.IsSame(MonitorExclude, other.MonitorExclude)
                && Content.IsSame(SuccessCodes, other.SuccessCodes)
                && Content.IsSame(DependsOn, other.DependsOn));
    }

    /// <summary>A copy in which every environment value is masked, fit for logs and answers.</summary>
    public ChildSpec Redacted() =>
        Env is null ? this : this with { Env = Env.ToDictionary(pair => pair.Key, _ => "***") };

    private ChildSpec WithoutCollections() =>
        Args is null && Env is null && Monitor is null && MonitorExclude is null && SuccessCodes is null && DependsOn is null
            ? this
            : this with { Args = null, Env = null, Monitor = null, MonitorExclude = null, SuccessCodes = null, DependsOn = null };
}
