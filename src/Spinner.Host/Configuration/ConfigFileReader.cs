using Akka.Configuration;
using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Policies;
using Spinner.Remoting;

namespace Spinner.Host.Configuration;

/// <summary>The steps from a file to what it says; the first one that fails with the syntax ends it, all others tell their errors together.</summary>
internal sealed class ConfigFileReader(string path, ConfigUse use, Func<string, string?> environment)
{
    // "up" shows what its children print, unless the file says where it goes.
    private static readonly HoconSection _shown = HoconNode.From(ConfigurationFactory.ParseString("""
        spinner.defaults { stdout = "inherit", stderr = "inherit" }
        """));

    private readonly List<ConfigError> _errors = [];
    private readonly List<ConfigError> _warnings = [];

    public ConfigFile Read()
    {
        if (!SpecRules.IsPath(path))
            return Broken(Environment.CurrentDirectory, new ConfigError(path, null, null, "is no path."));
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetFullPath(path);
        HoconFile hocon = new(_errors, _warnings);
        if (hocon.Read(path) is not { } root)
            return Broken(folder) with { Files = [.. hocon.Files] };

        EnvFiles envFiles = new(folder, Path.GetDirectoryName(path) ?? "", environment, _errors);
        IReadOnlyDictionary<string, EnvVariable> ofHost =
            envFiles.OfHost(new Substitution(root, environment, _errors).Find(ConfigKeys.Root, ConfigKeys.EnvFile));
        LocatedSection said = new Substitution(root, name => environment(name) ?? ofHost.GetValueOrDefault(name)?.Value, _errors).Everything();
        LocatedSection source = envFiles.Apply(said, ofHost);

        HoconSection tree = LibraryTree.From(source);
        SpinnerConfigResult spinner = SpinnerConfig.Parse(use == ConfigUse.Daemon ? tree : tree.Over(_shown), folder, new HostFiles());
        PlanErrors ofHostSettings = new();
        HostSettings settings = new HostSettingsReader(folder, environment, new HostFiles(), ofHostSettings).Read(tree);
        PlanErrors ofRemote = new();
        SpinnerRemotingOptions? remote = RemoteSection.IsIn(source) ? RemoteSection.Read(tree, folder, ofRemote) : null;
        ErrorPlaces places = new(source, path);
        _errors.AddRange(places.Of(spinner.All.Concat(ofHostSettings.All).Concat(ofRemote.All)).Where(IsNews).ToArray());
        Judge(source, spinner);
        return _errors.Count > 0
            ? Broken(folder) with { Files = [.. hocon.Files, .. envFiles.Files], Source = source }
            : new ConfigFile
            {
                Path = path,
                Folder = folder,
                Config = AkkaConfig.From(source),
                Options = spinner.Options!,
                Children = spinner.Children,
                Settings = settings,
                Remote = remote,
                Warnings = _warnings,
                Files = [.. hocon.Files, .. envFiles.Files],
                Source = source,
            };
    }

    /// <summary>A key whose value is not known has one error, not also those that follow.</summary>
    private bool IsNews(ConfigError error) => !_errors.Any(told => told.Key is { } key && error.Key is { } other
        && KeyPath.Parse(other).Take(KeyPath.Parse(key).Count).SequenceEqual(KeyPath.Parse(key)));

    private void Judge(LocatedSection source, SpinnerConfigResult spinner)
    {
        foreach ((string key, Located value) in source.Items.Where(item => item.Key != ConfigKeys.Root))
        {
            if (Suggestion.For(key, [ConfigKeys.Root]) is { Length: > 1 } meant)
                _warnings.Add(value.Place.Error($"is no section of Spinner{meant}", ConfigKeys.Part(key)));
        }

        if (source.Find(ConfigKeys.Root, ConfigKeys.AdvertisedHost) is { } advertised && !RemoteSection.IsIn(source))
            _warnings.Add(advertised.Place.Error($"has no effect without {RemoteSection.Section}", $"{ConfigKeys.Root}.{ConfigKeys.AdvertisedHost}"));

        // Akka alone would listen with no lock at all, on every address if it is told so.
        if (source.Find("akka", "actor", "provider") is { } provider && provider is not LocatedText { Text: null or "local" })
            _errors.Add(provider.Place.Error($"is not local: other nodes are let in by {RemoteSection.Section}, which has the locks. Leave this key out", "akka.actor.provider"));

        if (spinner.Errors.Count > 0 || spinner.Children.Count > 0)
            return;
        ConfigError none = new(path, null, null, "names no children: add some under spinner.children.");
        (use == ConfigUse.Up ? _errors : _warnings).Add(none);
    }

    private ConfigFile Broken(string folder, params IEnumerable<ConfigError> errors) => new()
    {
        Path = path,
        Folder = folder,
        Errors = [.. _errors.Concat(errors).OrderBy(error => error.File == path ? 0 : 1).ThenBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line)],
        Warnings = _warnings,
    };
}
