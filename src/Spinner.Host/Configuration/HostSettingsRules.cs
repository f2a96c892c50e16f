using System.Security.Cryptography.X509Certificates;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Host.Configuration;

/// <summary>What can be said against the settings of the program.</summary>
internal static class HostSettingsRules
{
    private const int MostConnections = 100_000;
    private const int MostFiles = 1000;

    public static void Check(HostSettings settings, IHostFiles files, PlanErrors errors)
    {
        if (settings.LogMaxSize is < OutputTarget.LeastMaxBytes or > OutputTarget.LargestMaxBytes)
        {
            errors.Add($"log.max-size {Limits.SizeText(settings.LogMaxSize)} is out of range: give {Limits.SizeText(OutputTarget.LeastMaxBytes)} "
                + $"to {Limits.SizeText(OutputTarget.LargestMaxBytes)}.");
        }

        RangeRules.CheckNumber("log.files", settings.LogFiles, 1, MostFiles, errors);
        RangeRules.CheckNumber("api.max-connections", settings.MaxConnections, 1, MostConnections, errors);
        CheckTls(settings, files, errors);
        for (int i = 0; i < settings.AllowedHosts.Count; i++)
        {
            if (!IsHost(settings.AllowedHosts[i]))
                errors.Add($"api.tcp.allowed-hosts[{i}] {PlanErrors.Quote(settings.AllowedHosts[i])} is no host: give a name or an address, and a port where it is sent.");
        }

        for (int i = 0; i < settings.AllowedOrigins.Count; i++)
        {
            if (!IsOrigin(settings.AllowedOrigins[i]))
                errors.Add($"api.tcp.allowed-origins[{i}] {PlanErrors.Quote(settings.AllowedOrigins[i])} is no origin: give a scheme, a host and nothing behind them, such as \"https://example.org\".");
        }
    }

    private static void CheckTls(HostSettings settings, IHostFiles files, PlanErrors errors)
    {
        CheckFile("api.tcp.certificate", settings.Certificate, files, errors);
        CheckFile("api.tcp.certificate-key", settings.CertificateKey, files, errors);
        if (settings.Certificate is null != settings.CertificateKey is null)
        {
            (string given, string missing) = settings.Certificate is null
                ? ("api.tcp.certificate-key", "api.tcp.certificate")
                : ("api.tcp.certificate", "api.tcp.certificate-key");
            errors.Add($"{given} is of no use alone: give {missing} too.");
        }
        else if (settings is { Listen: { IsLoopback: false } listen, Certificate: null })
        {
            errors.Add($"api.tcp.listen {PlanErrors.Quote(listen.ToString())} is off loopback: Spinner does not listen there without TLS. "
                + "Give api.tcp.certificate and api.tcp.certificate-key, or listen on 127.0.0.1.");
        }
        else if (settings is { Certificate: { } certificate, CertificateKey: { } key } && files.FileExists(certificate) && files.FileExists(key))
        {
            using X509Certificate2? usable = ApiCertificate.TryLoad(certificate, key, out string fault);
            if (usable is null)
                errors.Add($"api.tcp.certificate {PlanErrors.Quote(certificate)}, or its key, cannot be used: {fault}");
        }
    }

    private static void CheckFile(string option, string? path, IHostFiles files, PlanErrors errors)
    {
        if (path is not null && !files.FileExists(path))
            errors.Add($"{option} {PlanErrors.Quote(path)} does not exist: correct the path.");
    }

    // What a Host header may hold; '*' would let DNS rebinding in.
    private static bool IsHost(string text) =>
        Uri.TryCreate($"http://{text}/", UriKind.Absolute, out Uri? url) && url is { AbsolutePath: "/", UserInfo: "", Query: "", Fragment: "" }
        && Uri.CheckHostName(url.Host.Trim('[', ']')) != UriHostNameType.Unknown;

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
        && string.Equals(text, $"{url.Scheme}://{url.Authority}", StringComparison.OrdinalIgnoreCase);
}
