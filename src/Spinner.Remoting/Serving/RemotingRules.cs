using System.Globalization;
using System.Net;

namespace Spinner.Remoting;

/// <summary>What is wrong with options of remoting: every error, each a sentence.</summary>
internal static class RemotingRules
{
    public static IReadOnlyList<string> Errors(SpinnerRemotingOptions options)
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(options.Hostname)) errors.Add("spinner.remote.hostname is empty: give an address of this machine, or leave it out.");
        if (options.Port is < 0 or > IPEndPoint.MaxPort)
            errors.Add($"spinner.remote.port {options.Port.ToString(CultureInfo.InvariantCulture)} is none: give 0-{IPEndPoint.MaxPort}.");
        if (IsWildcard(options.Hostname) && string.IsNullOrWhiteSpace(options.PublicHostname))
            errors.Add($"spinner.remote.hostname {options.Hostname} is a wildcard: give spinner.remote.public-hostname, by which others reach this node.");
        CheckTls(options, errors);
        foreach (string pin in options.PinnedFingerprints.Where(pin => !Peers.IsFingerprint(pin)))
            errors.Add($"spinner.remote.pinned \"{pin}\" is no SHA-256 fingerprint: give 64 hexadecimal digits (openssl x509 -noout -fingerprint -sha256 -in <file>).");
        return errors;
    }

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsWildcard(string host) =>
        IPAddress.TryParse(host, out IPAddress? address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private static void CheckTls(SpinnerRemotingOptions options, List<string> errors)
    {
        if (options.CertificateFile is not null && options.KeyFile is null)
            errors.Add("spinner.remote.certificate has no key: give spinner.remote.key, a PEM file.");
        if (options.CertificateFile is null && options.KeyFile is not null)
            errors.Add("spinner.remote.key has no certificate: give spinner.remote.certificate, a PEM file.");
        bool trusts = options.AuthorityFiles.Count > 0 || options.PinnedFingerprints.Count > 0;
        if (options.HasCertificate && !trusts)
            errors.Add("Nobody could be let in: give spinner.remote.authorities or spinner.remote.pinned, which say whose certificates are accepted.");
        if (trusts && !options.HasCertificate)
            errors.Add("spinner.remote.authorities and spinner.remote.pinned need spinner.remote.certificate and spinner.remote.key: without TLS nobody shows a certificate.");
        if (options.HasCertificate && options.Insecure)
            errors.Add("spinner.remote.insecure = on contradicts spinner.remote.certificate: give one of them.");
        if (!options.HasCertificate && !options.Insecure && !IsLoopback(options.Hostname))
        {
            errors.Add($"spinner.remote.hostname {options.Hostname} can be reached from other machines, and who reaches it could run commands: give "
                + "spinner.remote.certificate, spinner.remote.key and spinner.remote.authorities or spinner.remote.pinned for mutual TLS, "
                + "or spinner.remote.insecure = on, which lets everybody in.");
        }
    }
}
