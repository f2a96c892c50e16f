using Akka.Configuration;
using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Remoting;

namespace Spinner.Host.Configuration;

/// <summary>What a file is read for.</summary>
internal enum ConfigUse
{
    /// <summary>To look at it.</summary>
    Check,

    /// <summary>For <c>up</c>: it must name children, and their output is shown.</summary>
    Up,

    /// <summary>For the daemon: children may come later, and their output is dropped, or goes to files: <see cref="ConfigFile.SendOutputTo"/>.</summary>
    Daemon,
}

/// <summary>A configuration file as read: what it says, or everything that is wrong with it.</summary>
internal sealed record ConfigFile
{
    /// <summary>The name of a child's log.</summary>
    public const string LogName = "{name}.log";

    /// <summary>As the user named it.</summary>
    public required string Path { get; init; }

    /// <summary>The folder where relative paths start, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>All of it, for the actor system; empty when there are errors.</summary>
    public Config Config { get; init; } = Config.Empty;

    /// <summary>The section <c>spinner</c>, for the library; the defaults when there are errors.</summary>
    public SpinnerOptions Options { get; init; } = new();

    /// <summary>Ordered by name; none when there are errors.</summary>
    public IReadOnlyList<ConfiguredChild> Children { get; init; } = [];

    /// <summary>The settings of the program; null when there are errors.</summary>
    public HostSettings? Settings { get; init; }

    /// <summary>How it speaks with other nodes; null: not at all.</summary>
    public SpinnerRemotingOptions? Remote { get; init; }

    /// <summary>Every error; the file is of use only when there is none.</summary>
    public IReadOnlyList<ConfigError> Errors { get; init; } = [];

    /// <summary>What is allowed, and probably not meant.</summary>
    public IReadOnlyList<ConfigError> Warnings { get; init; } = [];

    /// <summary>Every file read, absolute: this one, those it includes, and env-files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The values with their lines; without env-files, which are in the environments by now.</summary>
    public LocatedSection Source { get; init; } = new(new Place("", 1), new Dictionary<string, Located>());

    /// <summary>Reads a file, those it includes, and its env-files. Throws for nothing that is wrong with them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="use">What for.</param>
    /// <param name="environment">The value of a variable, or null; left out: the process's own environment.</param>
    public static ConfigFile Load(string path, ConfigUse use = ConfigUse.Check, Func<string, string?>? environment = null) =>
        new ConfigFileReader(path, use, environment ?? Environment.GetEnvironmentVariable).Read();

    /// <summary>What a daemon without a file has: the defaults, and no children.</summary>
    public static ConfigFile None()
    {
        string folder = Environment.CurrentDirectory;
        HostSettingsReader settings = new(folder, Environment.GetEnvironmentVariable, new HostFiles(), new PlanErrors());
        return new ConfigFile { Path = "", Folder = folder, Settings = settings.Read(HoconNode.From(Config.Empty)) };
    }

    /// <summary>The file with another state folder, which the command line named.</summary>
    public ConfigFile WithStateFolder(string folder) => this with
    {
        Settings = Settings! with
        {
            StateFolder = folder,
            TokenFile = Settings.HasOwnTokenFile ? Settings.TokenFile : System.IO.Path.Combine(folder, HostSettings.TokenFileName),
        },
    };

    /// <summary>
    /// Applies <c>spinner.host.children-logs</c>: what children print goes to a log each in the state folder, unless the file says where it goes.
    /// </summary>
    /// <param name="logs">The folder of the logs; it must be there before a child is started.</param>
    public void SendOutputTo(string logs)
    {
        OutputTarget log = OutputTarget.File(System.IO.Path.Combine(logs, LogName));
        Options.Defaults = Options.Defaults with
        {
            Stdout = SaysDefault("stdout") ? Options.Defaults.Stdout : log with { MaxBytes = Options.Defaults.Stdout?.MaxBytes, MaxFiles = Options.Defaults.Stdout?.MaxFiles },
            Stderr = SaysDefault("stderr") ? Options.Defaults.Stderr : log with { MaxBytes = Options.Defaults.Stderr?.MaxBytes, MaxFiles = Options.Defaults.Stderr?.MaxFiles },
        };
    }

    /// <summary>Whether a child, or the defaults, say where a stream goes.</summary>
    public bool SaysTarget(ChildName child, string stream) =>
        Source.Find(ConfigKeys.Root, ConfigKeys.Children, child.Value, stream) is not null || SaysDefault(stream);

    /// <summary>
    /// A failure as it may be told: what is wrong with the spec of one of these children, with the names of environment variables instead of their values.
    /// </summary>
    public StartFailed Shown(StartFailed failure)
    {
        if (failure.Reason != StartFailureReason.InvalidSpec || failure.Errors.Count == 0 || Children.All(child => child.Spec.Name != failure.Name))
            return failure;
        IReadOnlyList<string> errors = new ErrorPlaces(Source, Path).Shown(failure.Name.Value, failure.Errors);
        return failure with
        {
            Errors = errors,
            Message = failure.Errors.Zip(errors).Aggregate(failure.Message, (message, pair) => message.Replace(pair.First, pair.Second, StringComparison.Ordinal)),
        };
    }

    private bool SaysDefault(string stream) => Source.Find(ConfigKeys.Root, ConfigKeys.Defaults, stream) is not null;
}
