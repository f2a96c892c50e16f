using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Remoting;

namespace Spinner.Host.Configuration;

/// <summary>Tells what Spinner makes of <c>spinner.remote</c>: files by their paths, never what is in them.</summary>
internal sealed class RemoteExplainer(ConfigFile file)
{
    public IReadOnlyList<ExplainedValue> Explain()
    {
        SpinnerRemotingOptions options = file.Remote!;
        ExplainedValue[] all =
        [
            Of("hostname", options.Hostname),
            Of("port", $"{options.Port}"),
            Of("public-hostname", options.PublicHostname),
            Of("certificate", options.CertificateFile),
            Of("key", options.KeyFile),
            Of("authorities", SpecOptions.List(options.AuthorityFiles)),
            Of("pinned", SpecOptions.List(options.PinnedFingerprints)),
            Of("serve", Switch(options.Serve)),
            Of("allow-commands", Switch(options.AllowCommands)),
            Of("insecure", Switch(options.Insecure)),
            Value(ConfigKeys.AdvertisedHost, options.AdvertisedHost, file.Source.Find(ConfigKeys.Root, ConfigKeys.AdvertisedHost)),
        ];
        return [.. all.Where(value => value.Value.Length > 0)];
    }

    private ExplainedValue Of(string key, string? value) => Value(key, value, file.Source.Find(ConfigKeys.Root, ConfigKeys.Remote, key));

    private static ExplainedValue Value(string key, string? value, Located? node) => node is null or LocatedText { Text: null }
        ? new ExplainedValue(key, value ?? "", null)
        : new ExplainedValue(key, node.HasSecrets ? WrittenValue.Of(node) : value ?? "", node.Place.ToString());

    private static string Switch(bool on) => on ? "on" : "off";
}
