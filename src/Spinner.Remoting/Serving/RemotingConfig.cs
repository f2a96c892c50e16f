using Akka.Configuration;
using Spinner.Configuration;
using Spinner.Policies;

namespace Spinner.Remoting;

/// <summary>Reads <c>spinner.remote</c> and <c>spinner.advertised-host</c>.</summary>
internal static class RemotingConfig
{
    private const string Section = $"{ConfigKeys.Root}.{ConfigKeys.Remote}";

    /// <summary>Every key and what it sets: a key is known exactly when it is read.</summary>
    public static IReadOnlyDictionary<string, Action<SpinnerRemotingOptions, ConfigValue>> Keys { get; } =
        new OrderedDictionary<string, Action<SpinnerRemotingOptions, ConfigValue>>
        {
            ["hostname"] = (options, value) => options.Hostname = value.Text() ?? options.Hostname,
            ["port"] = (options, value) => options.Port = value.Number() ?? options.Port,
            ["public-hostname"] = (options, value) => options.PublicHostname = value.Text(),
            ["certificate"] = (options, value) => options.CertificateFile = value.Text(),
            ["key"] = (options, value) => options.KeyFile = value.Text(),
            ["authorities"] = (options, value) => Add(options.AuthorityFiles, value),
            ["pinned"] = (options, value) => Add(options.PinnedFingerprints, value),
            ["serve"] = (options, value) => options.Serve = value.Switch() ?? options.Serve,
            ["allow-commands"] = (options, value) => options.AllowCommands = value.Switch() ?? options.AllowCommands,
            ["insecure"] = (options, value) => options.Insecure = value.Switch() ?? options.Insecure,
        };

    /// <summary>The settings with their defaults, as HOCON: every key there is.</summary>
    public static Config Reference { get; } = ConfigurationFactory.FromResource("Spinner.remote.conf", typeof(RemotingConfig).Assembly);

    /// <exception cref="SpinnerConfigurationException">Values of the wrong kind, and keys that are none.</exception>
    public static SpinnerRemotingOptions Read(Config config, string folder)
    {
        PlanErrors errors = new();
        SpinnerRemotingOptions options = Read(HoconNode.From(config), folder, errors);
        return errors.All.Count == 0 ? options : throw new SpinnerConfigurationException(errors.Sentences);
    }

    /// <summary>For who has read the text itself.</summary>
    public static SpinnerRemotingOptions Read(HoconSection said, string folder, PlanErrors errors)
    {
        SpinnerRemotingOptions options = new();
        if (said.Over(HoconNode.From(Reference)).Items[ConfigKeys.Root] is not HoconSection spinner) return options;
        string advertised = $"{ConfigKeys.Root}.{ConfigKeys.AdvertisedHost}";
        options.AdvertisedHost = new ConfigValue(advertised, spinner.Items[ConfigKeys.AdvertisedHost], errors).Text();
        if (spinner.Items[ConfigKeys.Remote] is HoconSection remote) Read(remote, options, errors);
        else errors.Add(Section, $"{Section} is not a section: write {Section} {{ ... }}.");
        options.CertificateFile = Full(options.CertificateFile, folder);
        options.KeyFile = Full(options.KeyFile, folder);
        for (int i = 0; i < options.AuthorityFiles.Count; i++)
        {
            options.AuthorityFiles[i] = Full(options.AuthorityFiles[i], folder)!;
        }

        return options;
    }

    private static void Read(HoconSection remote, SpinnerRemotingOptions options, PlanErrors errors)
    {
        foreach ((string name, HoconNode node) in remote.Items)
        {
            string key = $"{Section}.{ConfigKeys.Part(name)}";
            if (Keys.TryGetValue(name, out Action<SpinnerRemotingOptions, ConfigValue>? read)) read(options, new ConfigValue(key, node, errors));
            else errors.Add(key, $"{key} is no key of Spinner{Suggestion.For(name, Keys.Keys)}");
        }
    }

    private static void Add(IList<string> list, ConfigValue value)
    {
        foreach (string text in value.TextOrTexts() ?? [])
        {
            list.Add(text);
        }
    }

    private static string? Full(string? path, string folder) => string.IsNullOrWhiteSpace(path) ? path : Path.GetFullPath(path, folder);
}
