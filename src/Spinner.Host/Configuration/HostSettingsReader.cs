using Akka.Configuration;
using Serilog.Events;
using Spinner.Configuration;
using Spinner.Policies;

namespace Spinner.Host.Configuration;

/// <summary>Reads the section <c>spinner.host</c>; whatever is wrong goes to the errors.</summary>
internal sealed class HostSettingsReader(string folder, Func<string, string?> environment, IHostFiles files, PlanErrors errors)
{
    public const string Section = $"{ConfigKeys.Root}.{ConfigKeys.Host}";

    /// <summary>Every key and what it sets: a key is known exactly when it is read.</summary>
    public static IReadOnlyDictionary<string, Func<HostSettings, ConfigValue, HostSettings>> Keys { get; } =
        new OrderedDictionary<string, Func<HostSettings, ConfigValue, HostSettings>>
        {
            ["socket"] = (settings, value) => settings with { Socket = value.Text() },
            ["state-folder"] = (settings, value) => settings with { StateFolder = value.Text() ?? "" },
            ["log.level"] = (settings, value) => settings with { LogLevel = Level(value) ?? settings.LogLevel },
            ["log.max-size"] = (settings, value) => settings with { LogMaxSize = value.Size() ?? settings.LogMaxSize },
            ["log.files"] = (settings, value) => settings with { LogFiles = value.Number() ?? settings.LogFiles },
            ["api.tcp.listen"] = (settings, value) => settings with { Listen = Listen(value) },
            ["api.tcp.token-file"] = (settings, value) => settings with { TokenFile = value.Text() ?? "" },
            ["api.tcp.certificate"] = (settings, value) => settings with { Certificate = value.Text() },
            ["api.tcp.certificate-key"] = (settings, value) => settings with { CertificateKey = value.Text() },
            ["api.tcp.allowed-hosts"] = (settings, value) => settings with { AllowedHosts = value.TextOrTexts() ?? [] },
            ["api.tcp.allowed-origins"] = (settings, value) => settings with { AllowedOrigins = value.TextOrTexts() ?? [] },
            ["api.max-connections"] = (settings, value) => settings with { MaxConnections = value.Number() ?? settings.MaxConnections },
            ["metrics.otlp-endpoint"] = (settings, value) => settings with { OtlpEndpoint = Url(value) },
            ["children-logs"] = (settings, value) => settings with { ChildrenLogs = value.Switch() ?? settings.ChildrenLogs },
        };

    /// <summary>The settings with their defaults, as HOCON: every key there is.</summary>
    public static Config Reference { get; } = ConfigurationFactory.FromResource("Spinner.host.conf", typeof(HostSettingsReader).Assembly);

    public HostSettings Read(HoconSection said)
    {
        HostSettings settings = new() { StateFolder = "", TokenFile = "" };
        HoconNode? root = said.Over(HoconNode.From(Reference)).Items[ConfigKeys.Root];
        if (root is HoconSection { Items: var items } && items[ConfigKeys.Host] is var host)
        {
            if (host is HoconSection section) settings = Read(section, "", settings);
            else errors.Add(Section, $"{Section} is not a section: write {Section} {{ ... }}.");
        }

        PlanErrors ofHost = new();
        HostSettings complete = Complete(settings, ofHost);
        HostSettingsRules.Check(complete, files, ofHost);
        errors.AddAll($"{Section}.", ofHost);
        return complete;
    }

    private HostSettings Read(HoconSection section, string prefix, HostSettings settings)
    {
        foreach ((string name, HoconNode node) in section.Items)
        {
            string key = prefix + ConfigKeys.Part(name);
            if (Keys.TryGetValue(key, out Func<HostSettings, ConfigValue, HostSettings>? read))
                settings = read(settings, new ConfigValue($"{Section}.{key}", node, errors));
            else if (node is HoconSection group && Keys.Keys.Any(known => known.StartsWith($"{key}.", StringComparison.Ordinal)))
                settings = Read(group, $"{key}.", settings);
            else
                errors.Add($"{Section}.{key}", $"{Section}.{key} is no key of Spinner{Suggestion.For(key, Keys.Keys)}");
        }

        return settings;
    }

    /// <summary>Makes paths absolute and fills in what depends on the environment.</summary>
    private HostSettings Complete(HostSettings settings, PlanErrors ofHost)
    {
        string state = settings.StateFolder.Length > 0 ? Full("state-folder", settings.StateFolder, ofHost)! : StateFolder.Default(environment);
        return settings with
        {
            Socket = Full("socket", settings.Socket, ofHost),
            StateFolder = state,
            TokenFile = settings.TokenFile.Length > 0 ? Full("api.tcp.token-file", settings.TokenFile, ofHost)! : Path.Combine(state, "api.token"),
            Certificate = Full("api.tcp.certificate", settings.Certificate, ofHost),
            CertificateKey = Full("api.tcp.certificate-key", settings.CertificateKey, ofHost),
        };
    }

    private string? Full(string key, string? path, PlanErrors ofHost)
    {
        if (path is null || SpecRules.IsPath(path))
            return path is null ? null : Path.GetFullPath(path, folder);
        ofHost.Add($"{key} {PlanErrors.Quote(path)} is no path: give one, or leave it out.");
        return null;
    }

    private static LogEventLevel? Level(ConfigValue value) => value.Choice(
        "debug, information, warning or error",
        ("debug", LogEventLevel.Debug),
        ("information", LogEventLevel.Information),
        ("warning", LogEventLevel.Warning),
        ("error", LogEventLevel.Error));

    private static TcpListen? Listen(ConfigValue value)
    {
        if (value.Text() is not { } text)
            return null;
        TcpListen? listen = TcpListen.Parse(text);
        if (listen is null)
        {
            value.Errors.Add(value.Key, $"{value.Key} {PlanErrors.Quote(text)} is not understood: give an address and a port of 1-65535, "
                + "such as \"127.0.0.1:7979\" or \"[::1]:7979\".");
        }

        return listen;
    }

    private static Uri? Url(ConfigValue value)
    {
        if (value.Text() is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
            return url;
        value.Errors.Add(value.Key, $"{value.Key} {PlanErrors.Quote(text)} is not understood: give a URL with http or https, such as \"http://localhost:4317\".");
        return null;
    }
}
