using Akka.Configuration;
using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Protocol;

namespace Spinner.Host.Configuration;

/// <summary>What a file is read for.</summary>
internal enum ConfigUse
{
    /// <summary>To look at it.</summary>
    Check,

    /// <summary>For <c>up</c>: it must name children, and their output is shown.</summary>
    Up,

    /// <summary>For the daemon: children may come later, and their output is dropped, or goes to files: <see cref="ConfigFile.WithChildrenLogs"/>.</summary>
    Daemon,
}

/// <summary>A configuration file as read: what it says, or everything that is wrong with it.</summary>
internal sealed record ConfigFile
{
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

    /// <summary>
    /// The file with <c>spinner.host.children-logs</c> applied: a child whose output the file sends nowhere has a log of its own in the state folder.
    /// The folder must be there before such a child is started.
    /// </summary>
    public ConfigFile WithChildrenLogs() => Settings is not { ChildrenLogs: true } settings
        ? this
        : this with { Children = [.. Children.Select(child => child with { Spec = WithLog(child.Spec, settings.ChildrenLogsFolder) })] };

    /// <summary>Whether a child, or the defaults, say where a stream goes.</summary>
    public bool SaysTarget(ChildName child, string stream) =>
        Source.Find(ConfigKeys.Root, ConfigKeys.Children, child.Value, stream) is not null
        || Source.Find(ConfigKeys.Root, ConfigKeys.Defaults, stream) is not null;

    private ChildSpec WithLog(ChildSpec spec, string folder)
    {
        OutputTarget log = ChildLog.Target(folder, spec.Name);
        return spec with
        {
            Stdout = SaysTarget(spec.Name, "stdout") ? spec.Stdout : log,
            Stderr = SaysTarget(spec.Name, "stderr") ? spec.Stderr : log,
        };
    }
}
